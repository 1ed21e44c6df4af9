/**
 * What a fader's position is in the state document: amplitude, (fader / 100)^4 × 100 (measured by other open projects; one
 * good source). `SetVolume` takes the fader, `volume` in the state is the amplitude.
 *
 * @param fader 0–100
 * @throws {RangeError} for anything else
 * @example faderToAmplitude(50) // 6.25
 */
export function faderToAmplitude(fader: number): number {
  return (inRange(fader, 'A fader') / 100) ** 4 * 100
}

/**
 * The fader's position of a volume in the state document.
 *
 * @param amplitude 0–100
 * @throws {RangeError} for anything else
 * @example amplitudeToFader(6.25) // 50
 */
export function amplitudeToFader(amplitude: number): number {
  return (inRange(amplitude, 'An amplitude') / 100) ** (1 / 4) * 100
}

function inRange(value: number, what: string): number {
  if (value >= 0 && value <= 100) return value
  throw new RangeError(`${what} is a number from 0 to 100, not ${value}.`)
}
