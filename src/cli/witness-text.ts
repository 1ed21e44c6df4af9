import type { JsonValue, VerifyResult, WitnessEntry } from '../witness/index.ts'
import { hanging } from './paragraph.ts'
import { terminal } from './terminal.ts'

/** One event on one line: number, time, what, and the gist of it. */
export function entryLine({ event }: WitnessEntry): string {
  const time = event.timestamp.slice(0, 19).replace('T', ' ')
  const failed = /_failed$|_lost$|_interrupted$|_gap$/.test(event.event_type)
  const type = terminal.paint(failed ? 'red' : 'bold', event.event_type.padEnd(22))
  const number = terminal.paint('dim', String(event.sequence).padStart(5))
  return `${number}  ${time}  ${type}  ${[...gist(event), terminal.paint('dim', event.actor)].join('  ')}`
}

function gist(event: WitnessEntry['event']): readonly string[] {
  const { params, result } = event
  const channel = params?.['channel']
  const said = [
    typeof channel === 'number' ? `Stream ${channel + 1}` : null,
    text(params?.['kind']) ?? null,
    text(field(params?.['destination'] ?? null, 'name')) ??
      text(params?.['name']) ??
      text(params?.['filename']) ??
      null,
    text(field(result, 'message')) ?? text(field(result, 'verification')) ?? null,
  ]
  return said.filter((part) => part !== null)
}

function field(value: JsonValue, name: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

/** Text from a log goes to a terminal: whoever named a destination may not steer it. */
function text(value: JsonValue | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  // oxlint-disable-next-line no-control-regex -- these are what must not reach the terminal
  return value.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '�')
}

/** What a verification proved, and what it could not. */
export function verifyLines(result: VerifyResult, width: number): readonly string[] {
  const { valid, anchored, totalEvents, brokenAt, reason, lastHash } = result
  const head = valid
    ? anchored
      ? terminal.paint(['bold', 'green'], `PROVED: ${totalEvents} entries, whole and as noted down elsewhere.`)
      : terminal.paint(
          ['bold', 'yellow'],
          `WHOLE, NOT ANCHORED: ${totalEvents} entries, each joined to the one before it.`,
        )
    : terminal.paint(
        ['bold', 'red'],
        `BROKEN at entry ${(brokenAt ?? 0) + 1} of ${totalEvents}: ${reason ?? 'it does not verify'}.`,
      )
  return [
    head,
    ...result.proved.flatMap((line) => hanging(terminal.paint('green', '✓'), line, width)),
    ...result.notProved.flatMap((line) => hanging(terminal.paint('yellow', '–'), line, width)),
    ...(valid && lastHash !== null
      ? ['', `Note this down elsewhere, to verify with later: --expect-size ${totalEvents} --expect-head ${lastHash}`]
      : []),
  ]
}
