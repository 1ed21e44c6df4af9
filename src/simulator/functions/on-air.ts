import type { ShowInput, Stage } from '../stage.ts'

interface Bus {
  preview: number | null
  active: number | null
}

/**
 * Brings an input to a mix's program. What comes on plays and what goes off pauses, as vMix does unless the input is set
 * otherwise (`AutoPlayOff`, `AutoPauseOff`, `AutoRestartOn`); only the main mix does that (vendor's help on Mix; sure).
 */
export function toProgram(stage: Stage, bus: Bus, number: number | null): void {
  const before = bus.active
  if (before === number) return
  bus.active = number
  if (bus !== stage.show) return
  const { inputs } = stage.show
  const going = inputs.find((input) => input.number === before)
  const coming = inputs.find((input) => input.number === number)
  if (going !== undefined && isMedia(going) && !stage.unseen.noAutoPause.has(going.key)) pause(going)
  if (coming === undefined) return
  if (stage.unseen.autoRestart.has(coming.key) && coming.positionMs !== null) coming.positionMs = 0
  if (isMedia(coming) && !stage.unseen.noAutoPlay.has(coming.key)) play(coming)
}

/** What has a length; cameras run whether they are on or not, and pictures stand still (captured documents; likely). */
function isMedia(input: ShowInput): boolean {
  return (input.durationMs ?? 0) > 0 && input.replay === null
}

/** Sets an input playing; one that had come to its end begins anew. */
export function play(input: ShowInput): void {
  if (input.state === 'Completed') input.positionMs = 0
  input.state = 'Running'
}

export function pause(input: ShowInput): void {
  if (input.state === 'Running') input.state = 'Paused'
}
