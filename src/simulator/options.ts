import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../clock/index.ts'
import type { Secret } from '../secrets/index.ts'
import { majorVersion } from '../vmix/index.ts'
import { SimulatorError } from './error.ts'
import type { ActiveFaults } from './faults.ts'
import { layoutOf } from './layout.ts'
import type { FfmpegMedia } from './media/ffmpeg-clip.ts'
import type { SimulatedMedia } from './media-types.ts'
import { Recorder } from './recorder.ts'
import { Motion } from './motion.ts'
import { builtInShow, capturedShow, MAX_INPUTS, type Show } from './show/index.ts'
import type { Stage } from './stage.ts'
import { StreamChannel } from './stream-channel.ts'
import { newUnseen } from './unseen.ts'

/**
 * What kind of vMix is simulated, and where it listens.
 *
 * @example { httpPort: 0, tcpPort: 0, vmixVersion: '27.0.0.81', inputs: ['Camera', 'Slides'], faults: ['slow=500'] }
 */
export interface SimulatorOptions {
  /** 8088 unless given; 0 for any free one. */
  readonly httpPort?: number
  /** 8099 unless given; 0 for any free one. */
  readonly tcpPort?: number
  /** Address to listen on; 127.0.0.1 unless given. */
  readonly host?: string
  /** False: there is no TCP API, as on a vMix machine whose firewall closes it. `tcpPort` is then 0. */
  readonly tcp?: boolean
  /** Answers 403 to whoever does not come from a local network, as vMix does unless told otherwise. */
  readonly lanOnly?: boolean
  /** 23 and up; 29.0.0.49 unless given, or what the preset says. */
  readonly vmixVersion?: string
  /** `Basic`, `HD`, `4K`, `Pro`, …; shown, and blocks nothing. Pro unless given, or what the preset says. */
  readonly edition?: string
  /** How many inputs of the built-in preset, or their titles; all 16 of it unless given, so that there is one of each kind. */
  readonly inputs?: number | readonly string[]
  /** A captured state document, to be shown in place of the built-in preset. */
  readonly presetXml?: string
  /** Has ffmpeg make picture and sound in place of the built-in clip; takes some seconds to start. */
  readonly media?: FfmpegMedia
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
 * @throws {SimulatorError} `bad_option`, `bad_preset`
 */
export function makeStage(options: SimulatorOptions, media: SimulatedMedia, clock: Clock, faults: ActiveFaults): Stage {
  const show = showOf(options)
  const layout = layoutOf(show.version)
  const retryForMs = options.retryForMs ?? 10_000
  const { active, seconds, files } = show.recording
  return {
    show,
    layout,
    unseen: newUnseen(),
    motion: new Motion(clock),
    streams: Array.from({ length: layout.channels }, (_, channel) => {
      const captured = show.streams.find((stream) => stream.channel === channel)?.live
      return new StreamChannel({ channel, media, clock, faults, retryForMs, captured })
    }),
    recorder: new Recorder(
      options.recordingFolder ?? join(tmpdir(), 'vmix-simulator'),
      media,
      clock,
      active === true ? { seconds, files: [...files] } : null,
    ),
  }
}

function showOf(options: SimulatorOptions): Show {
  const { vmixVersion, presetXml, inputs } = options
  if (vmixVersion !== undefined) checkVersion(vmixVersion)
  const otherwise = { version: vmixVersion ?? '29.0.0.49', edition: options.edition ?? 'Pro' }
  if (presetXml !== undefined) {
    const show = capturedShow(presetXml, { version: vmixVersion, edition: options.edition }, otherwise)
    checkVersion(show.version)
    return show
  }
  const count = typeof inputs === 'object' ? inputs.length : inputs
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > MAX_INPUTS)) {
    throw new SimulatorError('bad_option', `A preset has 1 to ${MAX_INPUTS} inputs.`)
  }
  return builtInShow({ ...otherwise, inputs })
}

function checkVersion(version: string): void {
  if (/^\d{1,4}(?:\.\d{1,6}){0,3}$/.test(version) && majorVersion(version) >= 23) return
  throw new SimulatorError('bad_option', `"${version}" is no vMix version from 23 on. Give one such as 27.0.0.81.`)
}
