import type { VMixState } from '../../vmix/index.ts'
import { channelCount } from '../../vmix/index.ts'
import { green, messageOf, red, type PreflightLine } from '../line.ts'

/** Does it answer, and has it the stream that is wanted? @returns the state with it; null where there is none */
export async function checkVMix(
  read: () => Promise<VMixState>,
  channel: number,
): Promise<{ readonly line: PreflightLine; readonly state: VMixState | null }> {
  try {
    const state = await read()
    const { version, edition } = state
    const streams = channelCount(version)
    if (channel < streams) return { line: green('vmix', 'vMix', `vMix ${version} (${edition}) answers.`), state }
    const message = `vMix ${version} has ${streams} streams; Stream ${channel + 1} needs vMix 28 or later.`
    return { line: red({ check: 'vmix', about: 'vMix', message, action: 'Choose another stream.' }), state }
  } catch (error) {
    const action = 'Ask "vmixctl doctor": it says which port answers, and as what.'
    return { line: red({ check: 'vmix', about: 'vMix', message: messageOf(error), action }), state: null }
  }
}
