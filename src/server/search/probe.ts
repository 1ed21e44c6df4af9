import type { Clock } from '../../clock/index.ts'
import { examineVMix, type Credentials, type ExamineWords, type VMixFinding } from '../../preflight/index.ts'
import { whereTo, type Lookup } from './host.ts'

/** What is asked about: a vMix that is not in the configuration yet, or is. */
export interface ProbeTarget {
  readonly host: string
  readonly port: number
  /** Null: its TCP API is not wanted. */
  readonly tcpPort: number | null
  readonly credentials: Credentials | null
}

/** One thing that was found, as a light. */
interface ProbeLine {
  readonly check: VMixFinding['check'] | 'custom-rtmp' | 'gateway'
  readonly about: string
  readonly light: 'green' | 'yellow' | 'red'
  readonly message: string
  readonly action: string | null
}

export interface ProbeReport {
  /** It is a vMix that can be driven: no line is red. */
  readonly usable: boolean
  readonly lines: readonly ProbeLine[]
}

/** What to change, as it stands on the page. */
const words: ExamineWords = {
  bothPorts: 'Give both ports of the same vMix.',
  usualTcpPort: 'Its TCP API is on port 8099.',
  closedTcpPort:
    "vMix has it open while it runs: look at the firewall of vMix's machine (TCP 8099). A simulator may have another.",
  otherTcpPort: "A real vMix has it on 8099; or look at the firewall of vMix's machine.",
  takenTcpPort: 'End what has taken that port, or give the right one.',
  usualWebPort: 'vMix answers on port 8088: take that one.',
  givePassword: 'Fill in user and password of its Web Controller.',
  missingFunctions: 'A call of one that is missing is refused before it is sent.',
  newerVersion: 'What is not listed can be called with "vmixctl call --unchecked".',
}

const lights = { ok: 'green', warn: 'yellow', unknown: 'yellow', fail: 'red' } as const

/**
 * Looks who answers there, and says what to do: what `vmixctl doctor` says, as lights. Changes nothing there, and repeats
 * nothing of what a stranger answered.
 *
 * @returns null for an address that is not asked, with why
 */
export async function probe(
  target: ProbeTarget,
  { look, clock, signal }: { readonly look: Lookup; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ProbeReport | { readonly problem: string }> {
  const { host, port, tcpPort, credentials } = target
  const where = await whereTo(host, look, signal)
  if (where === null) return { usable: false, lines: [noMachine(host)] }
  if ('problem' in where) return where
  const given = { port, tcpPort, words, clock, signal }
  const lines: ProbeLine[] = []
  const findings = examineVMix({
    ...given,
    host: where.address,
    credentials: credentials === null ? null : () => Promise.resolve(credentials),
  })
  for await (const { check, about, state, message, action } of findings) {
    const said = where.address === host ? message : message.replaceAll(`${where.address}:`, `${host}:`)
    lines.push({ check, about, light: lights[state], message: bounded(said), action })
    if (check === 'vmix-state') lines.push(customRtmp)
  }
  return { usable: lines.every(({ light }) => light !== 'red'), lines: lines.map(withoutRepeat) }
}

/** The one thing on which everything hangs, and which vMix tells nobody. */
const customRtmp: ProbeLine = {
  check: 'custom-rtmp',
  about: 'Custom RTMP',
  light: 'yellow',
  message: 'Whether its streams are set to Custom RTMP Server cannot be read: vMix tells nobody.',
  action: 'In vMix: the gear beside Stream, Destination: Custom RTMP Server. Then test the stream.',
}

function noMachine(host: string): ProbeLine {
  return {
    check: 'vmix',
    about: 'vMix',
    light: 'red',
    message: bounded(`No machine named "${host}" is known here.`),
    action: "Check the name, or give the address of vMix's machine.",
  }
}

/** The line about Custom RTMP says that already. */
function withoutRepeat(line: ProbeLine): ProbeLine {
  return line.check === 'vmix-state' ? { ...line, action: null } : line
}

/** A version that a stranger tells may be as long as a book. */
function bounded(message: string): string {
  const plain = message.replaceAll(/\p{Cc}+/gu, ' ')
  return plain.length <= 500 ? plain : `${plain.slice(0, 500)}…`
}
