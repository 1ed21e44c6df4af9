/** Frames per second as a reason says them. */
export function rate(fps: number): string {
  return fps.toFixed(fps % 1 === 0 ? 0 : 2)
}

export function whole(figure: number): string {
  return Math.round(figure).toString()
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}
