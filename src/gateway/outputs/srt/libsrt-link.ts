import { extname, join } from 'node:path'
import type { Clock } from '../../../clock/index.ts'
import { CarrierProcess, type CarrierCommand, type CarrierLimits } from './carrier-process.ts'
import { SrtError } from './errors.ts'
import type { CarrierEvents, CarrierLink } from './link.ts'
import { srtReportSchema, type SrtReport, type SrtTask } from './process-messages.ts'
import type { SrtSettings } from './settings.ts'

/** The process's program, beside this file: TypeScript in a checkout, JavaScript in the package. */
const PROGRAM = join(import.meta.dirname, `srt-process${extname(import.meta.filename)}`)

/** A connection by libsrt, in a process of its own. */
export function openLibsrtLink(
  settings: SrtSettings & { readonly library: string | null },
  events: CarrierEvents,
  clock: Clock,
  limits: CarrierLimits,
): CarrierLink {
  const { passphrase, ...rest } = settings
  const task: SrtTask = { task: 'send', ...rest, passphrase: passphrase?.reveal() ?? null }
  const overheard = settings.mode === 'listener' ? { overheard: (text: string) => events.said(text) } : {}
  return startSrtProcess(task, (report) => tell(report, settings, events), clock, limits, overheard)
}

/** Starts the process with its task; what its reports say by which it ends is the answer of `take`. */
export function startSrtProcess(
  task: SrtTask,
  take: (report: SrtReport) => SrtError | null,
  clock: Clock,
  limits: CarrierLimits,
  more: Pick<CarrierCommand, 'overheard'> = {},
): CarrierProcess {
  const line = (text: string): SrtError | null => {
    const report = srtReportSchema.safeParse(parseJson(text))
    return report.success ? take(report.data) : null
  }
  const preamble = `${JSON.stringify(task)}\n`
  return new CarrierProcess(
    { command: process.execPath, args: [PROGRAM], preamble, reportsOn: 'stdout', line, ...more },
    clock,
    limits,
  )
}

function tell(report: SrtReport, { mode }: SrtSettings, events: CarrierEvents): SrtError | null {
  switch (report.kind) {
    case 'library':
      return null
    case 'listening':
      events.listening()
      return null
    case 'connected':
      events.connected(report.peer)
      return null
    case 'counters':
      events.counters(report.counters)
      return null
    case 'lost': {
      const error = new SrtError(report.code, report.message)
      if (mode === 'caller') return error
      events.lost(error)
      return null
    }
    default:
      return new SrtError(report.code, report.message)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
