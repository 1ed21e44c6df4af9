import {
  verifyLog,
  type EntryFilter,
  type VerifyResult,
  type WitnessEntry,
  type WitnessEvent,
} from '../witness/index.ts'
import type { StartStreamRequest } from './stream/check-stream.ts'
import type { OperationContext } from './context.ts'
import { callFunction } from './function/call-function.ts'
import type { CallFunctionRequest } from './function/call-request.ts'
import { goLive, type GoLiveRequest } from './go-live.ts'
import { observe, type ObserveOptions } from './observing/observe.ts'
import { recordingHashes, type RecordingHash } from './observing/recording-hashes.ts'
import { operationLog, type OperationLog } from './operation-log.ts'
import type { ControllerOptions } from './options.ts'
import { controllerParts } from './parts.ts'
import type {
  CallFunctionResult,
  GoLiveResult,
  ResumePlan,
  ResumeShowResult,
  ResumeStreamResult,
  SetStandbyResult,
  SwitchStandbyResult,
  UseAddressResult,
  StartRecordingResult,
  StartSrtOutputResult,
  StartSrtResult,
  StartStreamResult,
  StopRecordingResult,
  StopSrtOutputResult,
  StopStreamResult,
  TestStreamResult,
} from './results.ts'
import type { ShowLocked } from './show-lock/show-lock.ts'
import { switchLock } from './show-lock/switch-lock.ts'
import type { ShowLog } from './show-log/show-log.ts'
import type { VMixConnection, VMixSnapshot, VMixState } from '../vmix/index.ts'
import type { KnownState } from './status/known.ts'
import { startRecording, type StartRecordingRequest } from './recording/start-recording.ts'
import type { StartSrtRequest } from './stream/check-srt.ts'
import { startSrtStream } from './stream/start-srt.ts'
import { startStream } from './stream/start-stream.ts'
import { stopRecording, type StopRecordingRequest } from './recording/stop-recording.ts'
import { setStandby } from './standby/set-standby.ts'
import type { SetStandbyRequest } from './standby/standby-request.ts'
import type { SrtOutputRequest } from './srt-output/srt-output-request.ts'
import { startSrtOutput } from './srt-output/start-srt-output.ts'
import { stopSrtOutput } from './srt-output/stop-srt-output.ts'
import { useAddress, type UseAddressRequest } from './stream/use-address.ts'
import { switchStandby, type SwitchStandbyRequest } from './standby/switch-standby.ts'
import { leaveGateway } from './resume/leave-gateway.ts'
import { lastShowOf, type LastShow } from './resume/last-show.ts'
import { planOf, resumeLook } from './resume/plan.ts'
import { resumeShow, type ResumeShowRequest } from './resume/resume-show.ts'
import { resumeStream, type ResumeStreamRequest } from './resume/resume-stream.ts'
import { sendDirectly, type SendDirectlyRequest } from './resume/send-directly.ts'
import { testStream, type TestStreamRequest } from './stream/test-stream.ts'
import { stopStream, type StopStreamRequest } from './stream/stop-stream.ts'
import { streamStatus, type StreamStatus } from './status/status.ts'
import type { StreamHealth } from './status/health-figures.ts'
import { streamHealth } from './status/stream-health.ts'
import { UnderWay } from './under-way.ts'

/**
 * Operates one vMix: every operation is checked, recorded before it is sent, confirmed by reading the state back, and
 * recorded again with its outcome. Results are values; only reading throws. Making a controller connects nothing and
 * changes nothing; closing it leaves a running show running.
 *
 * @example
 * await using controller = new VMixStreamingController({ host: 'localhost', gateway })
 * const result = await controller.startRtmpStream({ ...StreamingDestinations.twitch(key), channel: 0 })
 * if (!result.success) console.error(result.error, result.message)
 */
export class VMixStreamingController implements AsyncDisposable {
  readonly #context: OperationContext
  readonly #log: ShowLog
  readonly #underWay = new UnderWay()

  /** @throws TypeError for options that cannot be right */
  constructor(options: ControllerOptions = {}) {
    const { context, log } = controllerParts(options)
    this.#context = context
    this.#log = log
  }

  /** The vMix's name: its log is `<data>/witness/<instance>`. */
  get instance(): string {
    return this.#context.instance
  }

  /** Folder of the show log. */
  get witnessFolder(): string {
    return this.#context.paths.witness
  }

  /** The same log for whoever carries calls to this vMix by another way. */
  get operationLog(): OperationLog {
    return operationLog(this.#context)
  }

  /**
   * Starts a channel to one destination; with a gateway it is one more destination of that channel's feed.
   *
   * @example await controller.startRtmpStream({ ...StreamingDestinations.twitch(key), channel: 0 })
   */
  async startRtmpStream(request: StartStreamRequest): Promise<StartStreamResult> {
    return await this.#underWay.add(startStream(this.#context, request))
  }

  /**
   * Starts a channel and all destinations of a show at once, and its recording. A result for each.
   *
   * @example await controller.goLive({ channel: 0, destinations: [StreamingDestinations.twitch(key)], record: { filename: 'show.mp4' } })
   */
  async goLive(request: GoLiveRequest): Promise<GoLiveResult> {
    return await this.#underWay.add(goLive(this.#context, request))
  }

  /**
   * Sends a channel by SRT, through the gateway: it calls a receiver, or listens. Without a gateway it is `unsupported`,
   * because no API sets vMix's own SRT; for what was set there by hand see `startSrtOutput`.
   *
   * @example await controller.startSrtStream({ srtAddress: 'srt://192.168.1.100:9000', latencyMs: 360, passphrase: { kind: 'env', name: 'SRT_PASSPHRASE' } })
   */
  async startSrtStream(request: StartSrtRequest): Promise<StartSrtResult> {
    return await this.#underWay.add(startSrtStream(this.#context, request))
  }

  /**
   * Sends a channel to the gateway and to nobody else for a few seconds, measures it, and switches it off again: so it is
   * known before the show whether vMix really sends to us. What is live already is measured as it is.
   *
   * @example await controller.testStream({ channel: 0 })
   */
  async testStream(request: TestStreamRequest = {}): Promise<TestStreamResult> {
    return await this.#underWay.add(testStream(this.#context, request))
  }

  /**
   * Brings a stream back as it was, after vMix was away and has forgotten it: to the same destinations, which wait at the
   * gateway. Never one that was stopped on purpose; of one that is on already nothing is sent.
   *
   * @example await controller.resumeStream({ channel: 0 })
   */
  async resumeStream(request: ResumeStreamRequest = {}): Promise<ResumeStreamResult> {
    return await this.#underWay.add(resumeStream(this.#context, request))
  }

  /**
   * Brings all back that was on when vMix went away: streams, and vMix's recorder. A result for each.
   *
   * @example await controller.resumeShow()
   */
  async resumeShow(request: ResumeShowRequest = {}): Promise<ResumeShowResult> {
    return await this.#underWay.add(resumeShow(this.#context, request))
  }

  /**
   * What `resumeShow` would bring back now. Reads, and sends nothing.
   *
   * @throws VMixConnectionError, VMixAPIError when vMix cannot be asked; WitnessError when the log cannot be read
   */
  async resumePlan(options: { readonly signal?: AbortSignal; readonly known?: KnownState } = {}): Promise<ResumePlan> {
    return planOf(await resumeLook(this.#context, options))
  }

  /**
   * Has vMix send a stream by itself to one destination, when the gateway through which it went is gone. Refused while the
   * gateway answers. What else the stream had there is lost: other destinations, recordings, figures.
   *
   * @example await controller.sendDirectly({ ...StreamingDestinations.twitch(key), channel: 0 })
   */
  async sendDirectly(request: SendDirectlyRequest): Promise<StartStreamResult> {
    return await this.#underWay.add(sendDirectly(this.#context, request))
  }

  /**
   * Ends what the gateway still holds of a stream that vMix sends by itself by now: it came back, and must not send the same a
   * second time. Does nothing while the stream goes through it, or is being started. @returns names of what was ended
   */
  async leaveGateway(channel: number): Promise<readonly string[]> {
    return await this.#underWay.add(leaveGateway(this.#context, channel))
  }

  /** Where a stream goes, or went when it was on last; null: it was stopped, or the log does not know. */
  async lastShow(channel: number): Promise<LastShow | null> {
    return lastShowOf(await this.#context.log.ledger(), channel)
  }

  /**
   * Ends a channel with all its destinations, or one destination alone. Goes out at once, and ends a start in progress.
   *
   * @example await controller.stopStream({ channel: 0 })
   */
  async stopStream(request: StopStreamRequest = {}): Promise<StopStreamResult> {
    return await this.#underWay.add(stopStream(this.#context, request))
  }

  /**
   * Calls any function of vMix by its name, and records it: a start after its intent is on disk, a stop at once, all else
   * at once with its entry behind it. Nothing is checked before; see `checkCall` for that.
   *
   * @example await controller.callFunction({ name: 'SetVolume', params: { Input: 1, Value: 80 } })
   */
  async callFunction(request: CallFunctionRequest): Promise<CallFunctionResult> {
    return await this.#underWay.add(callFunction(this.#context, request))
  }

  /**
   * Starts vMix's own recorder, or one of the gateway's with a name and a format. Never overwrites.
   *
   * @example await controller.startRecording({ filename: 'show.mkv' })
   */
  async startRecording(request: StartRecordingRequest = {}): Promise<StartRecordingResult> {
    return await this.#underWay.add(startRecording(this.#context, request))
  }

  /** Ends a recording; the result says how long it is and where. */
  async stopRecording(request: StopRecordingRequest = {}): Promise<StopRecordingResult> {
    return await this.#underWay.add(stopRecording(this.#context, request))
  }

  /**
   * Switches SRT of one of vMix's own outputs on, with what is set in vMix: host, port and passphrase have no API. Confirmed
   * by vMix's state from v28 on, `accepted` before.
   *
   * @example await controller.startSrtOutput({ output: 1 })
   */
  async startSrtOutput(request: SrtOutputRequest): Promise<StartSrtOutputResult> {
    return await this.#underWay.add(startSrtOutput(this.#context, request))
  }

  /** Switches it off again. Goes out at once, and ends a start in progress. */
  async stopSrtOutput(request: SrtOutputRequest): Promise<StopSrtOutputResult> {
    return await this.#underWay.add(stopSrtOutput(this.#context, request))
  }

  /**
   * Says what a stream goes over to at the gateway when it does not come: another stream, a slate, or both. With neither
   * it is taken away. Nothing is sent to vMix; the stream may be live or not.
   *
   * @example await controller.setStandby({ channel: 0, backup: { channel: 1 }, slate: 'back-soon.png' })
   */
  async setStandby(request: SetStandbyRequest): Promise<SetStandbyResult> {
    return await this.#underWay.add(setStandby(this.#context, request))
  }

  /**
   * Sends a destination to its main or its backup address from now on. The present one goes on until the other takes the
   * stream, at a key frame, so that no frame is lost.
   *
   * @example await controller.useAddress({ destinationId: 'tv', address: 'main' })
   */
  async useAddress(request: UseAddressRequest): Promise<UseAddressResult> {
    return await this.#underWay.add(useAddress(this.#context, request))
  }

  /** Sends the slate instead of the show, now and until told. */
  async slateNow(request: SwitchStandbyRequest = {}): Promise<SwitchStandbyResult> {
    return await this.#underWay.add(switchStandby(this.#context, 'slate', request))
  }

  /** Back to the show: at its next key frame when it is live, else when it is steady. */
  async backToShow(request: SwitchStandbyRequest = {}): Promise<SwitchStandbyResult> {
    return await this.#underWay.add(switchStandby(this.#context, 'show', request))
  }

  /**
   * Sets the show lock, or takes it off: while it is on, whatever would end a stream, a recording or an output needs
   * `confirmed: true`. It is kept in the data folder: another process heeds it once it has read it (`showLock`).
   *
   * @throws Error where the data folder cannot be written
   */
  async lockShow(on: boolean, options: { readonly actor?: string } = {}): Promise<ShowLocked | null> {
    return await this.#underWay.add(switchLock(this.#context, on, options))
  }

  /** The show lock as this controller heeds it now. */
  get lockedShow(): ShowLocked | null {
    return this.#context.showLock.known
  }

  /** Reads the show lock, and heeds it from now on. Null: it is off. @throws Error where it cannot be read */
  async showLock(): Promise<ShowLocked | null> {
    return await this.#context.showLock.read()
  }

  /** @throws VMixConnectionError, VMixAPIError when vMix cannot be asked */
  async getStreamStatus(
    options: { readonly signal?: AbortSignal; readonly known?: KnownState } = {},
  ): Promise<StreamStatus> {
    return await streamStatus(this.#context, options.signal, options.known)
  }

  /** Measured at the gateway; without one `unknown`, because vMix reports no figures. */
  async getStreamHealth(
    options: { readonly signal?: AbortSignal; readonly known?: KnownState } = {},
  ): Promise<StreamHealth> {
    return await streamHealth(this.#context, options.signal, options.known)
  }

  /**
   * What this controller sees of vMix while it observes: the last state that was read, which stays when vMix is gone, and how
   * the connection stands. Null while it does not observe, or another process does.
   */
  get seen(): { readonly snapshot: VMixSnapshot | null; readonly connection: VMixConnection } | null {
    const { watcher } = this.#context.watching
    return watcher === null ? null : { snapshot: watcher.current, connection: watcher.connection }
  }

  /** vMix's state, asked now. @throws VMixConnectionError, VMixAPIError when vMix cannot be asked */
  async readState(options: { readonly signal?: AbortSignal } = {}): Promise<VMixState> {
    return await this.#context.vmix.state(options)
  }

  /**
   * Why the show log cannot be read, or not be written; null when it can.
   *
   * @example 'The show log takes nothing just now: the disk is full.'
   */
  async logProblem(): Promise<string | null> {
    return await this.#log.problem()
  }

  /** Watches vMix and the gateway and records what others do and what is measured, until the signal ends it. */
  async observe(options: ObserveOptions): Promise<void> {
    await observe(this.#context, options)
  }

  /**
   * Waits until the log holds the SHA-256 of these files, which the gateway takes in the background when a recording ends
   * (50 MB/s); until then it writes the gateway's events into the log, where nobody observes. Needs the gateway.
   *
   * @returns those that are there when all are, or when the signal ends it
   * @example
   * const stopped = await controller.stopRecording()
   * if (stopped.success) {
   *   const files = stopped.recordings.flatMap((recording) => recording.files)
   *   console.log(await controller.recordingHashes(files, { signal: AbortSignal.timeout(60_000) }))
   * }
   */
  async recordingHashes(
    files: readonly string[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly RecordingHash[]> {
    return await recordingHashes(this.#context, files, options.signal)
  }

  /** Records an event of the caller's own. @returns the entry, which is on disk. @throws WitnessError */
  async logToWitness(event: WitnessEvent): Promise<WitnessEntry> {
    const witness = await this.#log.witness()
    return await witness.append(event)
  }

  /**
   * The log's entries in order, read as they are asked for.
   *
   * @example for await (const { event } of controller.getWitnessLog({ eventType: 'stream_started' })) console.log(event)
   */
  async *getWitnessLog(filter: EntryFilter = {}): AsyncGenerator<WitnessEntry, void, undefined> {
    const witness = await this.#log.witness()
    yield* witness.entries(filter)
  }

  /** Reads the whole log and says what it proves. An expected size or head, kept elsewhere, also shows a cut-off tail. */
  async verifyWitnessChain(
    options: { readonly expectSize?: number; readonly expectHead?: string; readonly signal?: AbortSignal } = {},
  ): Promise<VerifyResult> {
    return await verifyLog({ folder: this.#context.paths.witness, ...options })
  }

  /**
   * Closes connections and log, once the operations under way have ended: each has a limit of its own. Streams and recordings go
   * on: stopping is never a side effect. The gateway stays open.
   */
  async close(): Promise<void> {
    await this.#underWay.ended()
    await this.#log[Symbol.asyncDispose]()
    await this.#context.vmix.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
