import { askProgram, clockSync, type ClockSync } from '../../preflight/index.ts'
import type { Finding } from './finding.ts'

/** The show log's times are this clock's. */
export function clockFinding({ synchronised, by }: ClockSync, platform: NodeJS.Platform): Finding {
  const finding = { check: 'clock', about: 'Clock', facts: { synchronised, by } } as const
  if (synchronised === true) {
    return { ...finding, state: 'ok', message: `this machine's clock is synchronised (${by}).`, action: null }
  }
  const how =
    platform === 'win32'
      ? 'Settings → Time: "Sync now"; or start the service Windows Time.'
      : 'Switch a time service on (timedatectl set-ntp true, or chrony).'
  if (synchronised === false) {
    const message = `this machine's clock is not synchronised (${by}): the times in the show log are as wrong as it is.`
    return { ...finding, state: 'warn', message, action: how }
  }
  const message = 'whether it is synchronised is not known: nothing on this machine tells. The show log has its times.'
  return { ...finding, state: 'unknown', message, action: 'Compare it with a clock that is right before the show.' }
}

export async function examineClock(): Promise<Finding> {
  return clockFinding(await clockSync(askProgram, process.platform), process.platform)
}
