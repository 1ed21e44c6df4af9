import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import type { Secret } from '../secrets/index.ts'
import { majorVersion } from '../vmix/index.ts'
import { SimulatorError } from './error.ts'
import type { ActiveFaults } from './faults.ts'
import { layoutOf } from './layout.ts'
import type { SimulatedMedia } from './media-types.ts'
import { Recorder } from './recorder.ts'
import { makeInputs, type SimulatedVMix } from './simulated-vmix.ts'
import { StreamChannel } from './stream-channel.ts'

export interface SimulatorOptions {
  /** 8088 unless given; 0 for any free one. */
  readonly httpPort?: number
  /** 8099 unless given; 0 for any free one. */
  readonly tcpPort?: number
  /** Address to listen on; 127.0.0.1 unless given. */
  readonly host?: string
  /** 23 and up; 29.0.0.49 unless given. */
  readonly vmixVersion?: string
  /** `Basic`, `HD`, `4K`, `Pro`, …; shown, and blocks nothing. */
  readonly edition?: string
  /** How many inputs, or their titles; 8 unless given. */
  readonly inputs?: number | readonly string[]
  /** As on the command line: `stall`, `slow=500`. */
  readonly faults?: readonly string[]
  /** Where recordings go; made when needed. A folder of the system's temporary files unless given. */
  readonly recordingFolder?: string
  /** Makes the HTTP API ask for this password, as vMix's Web Controller can. */
  readonly webPassword?: Secret | null
  /** How long a stream that cannot connect is shown on before it stops, ms; 10,000 unless given ([?] in vMix). */
  readonly retryForMs?: number
  /** How many received requests are kept; 1000 unless given. */
  readonly requestLogSize?: number
  readonly clock?: Clock
}

/**
 * The simulated machine as it is when vMix has just been started.
 *
 * @throws {SimulatorError} `bad_option`
 */
export function makeVMix(
  options: SimulatorOptions,
  media: SimulatedMedia,
  clock: Clock,
  faults: ActiveFaults,
): SimulatedVMix {
  const version = options.vmixVersion ?? '29.0.0.49'
  if (!/^\d{1,4}(?:\.\d{1,6}){0,3}$/.test(version) || majorVersion(version) < 23) {
    throw new SimulatorError('bad_option', `"${version}" is no vMix version from 23 on. Give one such as 27.0.0.81.`)
  }
  const { inputs: wanted = 8 } = options
  const count = typeof wanted === 'number' ? wanted : wanted.length
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw new SimulatorError('bad_option', 'A preset has 1 to 1000 inputs.')
  }
  const inputs = makeInputs(wanted)
  const layout = layoutOf(version)
  const retryForMs = options.retryForMs ?? 10_000
  return {
    version,
    edition: options.edition ?? 'Pro',
    preset: 'C:\\Users\\Public\\Documents\\SIMULATED.vmix',
    layout,
    inputs,
    preview: Math.min(2, inputs.length),
    active: 1,
    overlays: Array.from({ length: layout.overlays }, () => null),
    fadeToBlack: false,
    external: false,
    multiCorder: false,
    streams: Array.from(
      { length: layout.channels },
      (_, channel) => new StreamChannel({ channel, media, clock, faults, retryForMs }),
    ),
    recorder: new Recorder(options.recordingFolder ?? join(tmpdir(), 'vmix-simulator'), media, clock),
  }
}
