import { makeFfmpegClip, startFileRecording, startSender } from './media/index.ts'
import type { SimulatorOptions } from './options.ts'
import { openSimulator, type Simulator } from './simulator.ts'

/**
 * Starts a simulated vMix: HTTP and TCP API over one state, streams that are really published, recordings that are
 * really written. Everything it shows is SIMULATED, and it is never started unasked.
 *
 * @throws {SimulatorError} `bad_option`, `bad_preset`, `unknown_fault`, `bad_fault_value`, `port_in_use`, `cannot_listen`,
 * and with `media` `ffmpeg_missing`, `ffmpeg_failed`
 * @example
 * await using simulator = await startSimulator({ httpPort: 0, tcpPort: 0, faults: ['slow=500'] })
 * const vmix = new VMixHttpClient({ host: simulator.host, port: simulator.httpPort })
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  if (options.media === undefined) return openSimulator(options, { startSender, startFileRecording })
  const made = await makeFfmpegClip(options.media)
  const clip = () => Promise.resolve(made)
  return openSimulator(options, {
    startSender: (sender) => startSender(sender, clip),
    startFileRecording: (recording) => startFileRecording(recording, clip),
  })
}

export { startReceiver } from './media/index.ts'
export type { FfmpegMedia, Receiver, ReceiverOptions } from './media/index.ts'
export { SimulatorError } from './error.ts'
export type { SimulatorErrorCode } from './error.ts'
export { FAULTS, faultUsage, parseFault } from './faults.ts'
export type { FaultName } from './faults.ts'
export type { SimulatorOptions } from './options.ts'
export type { SimulatedRecording } from './recorder.ts'
export type { ReceivedRequest } from './request-log.ts'
export type { Simulator } from './simulator.ts'
export type { Show, ShowInput } from './stage.ts'
export type { ReplayEvent } from './unseen.ts'
export type { SimulatedStream } from './stream-channel.ts'
