import type { Clock } from '../../clock/index.ts'
import type { PreflightOptions } from '../options.ts'
import { diskMs, limited } from '../limited.ts'
import { green, messageOf, red, type PreflightLine } from '../line.ts'

/** Can the show log be written? What was found until now is what is written. */
export async function checkLog(
  controller: PreflightOptions['controller'],
  found: {
    readonly channel: number
    readonly lines: readonly PreflightLine[]
    readonly clock: Clock
    readonly actor: string | undefined
  },
): Promise<{ readonly line: PreflightLine; readonly witnessed: boolean }> {
  const { channel, lines, clock, actor } = found
  const log = { check: 'log', about: 'Show log' } as const
  try {
    const written = controller.logToWitness({
      eventType: 'preflight_done',
      ...(actor === undefined ? {} : { actor }),
      params: { channel },
      result: {
        ready: lines.every(({ light }) => light !== 'red'),
        lines: lines.map(({ check, about, light, message }) => ({ check, about, light, message })),
      },
    })
    const isWritten = await limited(
      written.then(() => true),
      () => false,
      clock,
    )
    if (!isWritten) throw new Error(tooLong)
    return { line: green('log', 'Show log', 'It takes entries; this preflight is in it.'), witnessed: true }
  } catch (error) {
    const action = 'No start without its log: do what it says, or name another data folder.'
    return { line: red({ ...log, message: messageOf(error), action }), witnessed: false }
  }
}

const tooLong = `The disk of the show log did not take an entry within ${diskMs / 1000} s.`
