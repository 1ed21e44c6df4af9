import { SrtError } from './errors.ts'
import { openFfmpegLink } from './ffmpeg-link.ts'
import { openLibsrtLink } from './libsrt-link.ts'
import type { CarrierEvents, CarrierLink } from './link.ts'
import { HOW_TO_INSTALL } from './carriers.ts'
import type { SrtOutputLimits, SrtOutputOptions } from './options.ts'

/** Opens a connection by libsrt, else by ffmpeg. @throws {SrtError} `unsupported`, `process` */
export async function openLink(
  options: SrtOutputOptions,
  events: CarrierEvents,
  limits: SrtOutputLimits,
): Promise<CarrierLink> {
  const { mode, host, port, latencyMs, passphrase, keyLength, streamId, carriers, clock } = options
  const settings = { mode, host, port, latencyMs, passphrase, keyLength, streamId }
  if (carriers.libsrt !== null) {
    return openLibsrtLink({ ...settings, library: carriers.libsrt.path }, events, clock, limits)
  }
  if (carriers.ffmpeg !== null) {
    return await openFfmpegLink({ ...settings, ffmpeg: carriers.ffmpeg.path }, events, clock, limits)
  }
  throw new SrtError('unsupported', `Nothing on the gateway's machine speaks SRT. ${HOW_TO_INSTALL}`)
}
