import type { Clock } from '../../clock/index.ts'
import type { VMixState } from '../../vmix/index.ts'
import { green, red, yellow, type PreflightLine } from '../line.ts'

/** About −80 dB: below it nobody hears anything. */
const silence = 0.0001
const looks = 5
const betweenMs = 400

/** Is there sound on vMix's master, by its meter? Looked at several times, because speech has pauses. */
export async function checkSound(
  first: VMixState,
  read: () => Promise<VMixState>,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<PreflightLine> {
  const states = [first]
  try {
    while (states.length < looks && soundLine(states).light !== 'green') {
      await clock.sleep(betweenMs, signal)
      states.push(await read())
    }
  } catch {
    // What was read so far says what it can; whether vMix answers is another line.
  }
  return soundLine(states)
}

/** @param states in order; the last one says whether it is muted */
export function soundLine(states: readonly VMixState[]): PreflightLine {
  const sound = { check: 'sound', about: 'Sound' } as const
  const master = states.at(-1)?.audio.master ?? null
  const peaks = states.flatMap(({ audio }) => audio.master?.meters ?? []).filter((value) => value !== null)
  if (master === null || peaks.length === 0) {
    const message = "vMix's state says nothing of its master."
    return yellow({ ...sound, message, action: 'Listen to the stream before the show.' })
  }
  if (master.muted === true) {
    return red({ ...sound, message: "vMix's master is muted.", action: 'Switch the master on in vMix.' })
  }
  const peak = Math.max(...peaks)
  if (peak > silence) {
    return green('sound', 'Sound', `There is sound on vMix's master: ${(20 * Math.log10(peak)).toFixed(0)} dB at most.`)
  }
  const message = `vMix's master is silent (${states.length} looks).`
  const action = 'Let somebody speak or music play, and look again; else look at the mixer in vMix.'
  return yellow({ ...sound, message, action })
}
