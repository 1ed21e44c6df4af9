/**
 * A fader's position, 0–100, as the amplitude that the document shows: (fader / 100)^4 × 100 (one good source). In single
 * precision and seven figures it is what captured documents have: 88 is 59.96953, 74 is 29.98658.
 */
export function amplitudeOf(fader: number): number {
  const part = Math.fround(fader / 100)
  const square = Math.fround(part * part)
  return Number(Math.fround(Math.fround(square * square) * 100).toPrecision(7))
}

export function faderOf(amplitude: number): number {
  return (Math.max(0, amplitude) / 100) ** 0.25 * 100
}
