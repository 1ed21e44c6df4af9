import { VMixAPIError } from '../errors/api-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixReplay, VMixState } from '../state.ts'
import type { CallReply } from './call-types.ts'
import { confirmed, type Desk } from './confirm.ts'

export interface ReplayOptions extends RequestOptions {
  /** Which of the two players; default the current one. */
  readonly channel?: 'Current' | 'A' | 'B'
}

/**
 * The instant replay: recording, marking, playing. What the state shows (recording, live, speed) is confirmed; events are
 * not in it, so of marks and playing is only known that vMix took them.
 */
export interface InstantReplay {
  startRecording(options?: RequestOptions): Promise<VMixState>
  stopRecording(options?: RequestOptions): Promise<VMixState>
  /** Shows and marks what is on now. */
  live(options?: RequestOptions): Promise<VMixState>
  /** Shows and marks what was recorded. */
  recorded(options?: RequestOptions): Promise<VMixState>
  /** Makes an event of the last so many seconds. */
  markLast(seconds: number, options?: RequestOptions): Promise<CallReply>
  markIn(options?: RequestOptions): Promise<CallReply>
  markOut(options?: RequestOptions): Promise<CallReply>
  cancelMark(options?: RequestOptions): Promise<CallReply>
  /** Plays the newest event; `toOutput` brings the replay to program for it. */
  playLast(options?: ReplayOptions & { readonly toOutput?: boolean }): Promise<CallReply>
  play(options?: ReplayOptions): Promise<CallReply>
  pause(options?: ReplayOptions): Promise<CallReply>
  stop(options?: ReplayOptions): Promise<CallReply>
  /** @param speed 1 is full speed */
  setSpeed(speed: number, options?: ReplayOptions): Promise<VMixState>
}

export function instantReplay(desk: Desk): InstantReplay {
  const { calls } = desk
  const shows = (what: string, isSo: (replay: VMixReplay) => boolean, options: RequestOptions) =>
    confirmed(desk, what, (state) => isSo(replayOf(state)), options)
  const plain = (name: string) => (options?: RequestOptions) => calls.call(name, {}, options)
  const onChannel =
    (name: string) =>
    (options: ReplayOptions = {}) =>
      calls.call(name, channelOf(options), options)
  const sent = async (
    name: string,
    what: string,
    isSo: (replay: VMixReplay) => boolean,
    options: RequestOptions = {},
  ) => {
    replayOf(await calls.look(options))
    await calls.call(name, {}, options)
    return await shows(what, isSo, options)
  }
  return {
    startRecording: (options) =>
      sent('ReplayStartRecording', "The replay's recording", (it) => it.recording === true, options),
    stopRecording: (options) =>
      sent('ReplayStopRecording', "The end of the replay's recording", (it) => it.recording === false, options),
    live: (options) => sent('ReplayLive', 'Live replay', (it) => it.live === true, options),
    recorded: (options) => sent('ReplayRecorded', 'Recorded replay', (it) => it.live === false, options),
    markLast: (seconds, options) => calls.call('ReplayMarkInOut', { value: seconds }, options),
    markIn: plain('ReplayMarkIn'),
    markOut: plain('ReplayMarkOut'),
    cancelMark: plain('ReplayMarkCancel'),
    playLast: ({ toOutput = false, ...options } = {}) =>
      onChannel(toOutput ? 'ReplayPlayLastEventToOutput' : 'ReplayPlayLastEvent')(options),
    play: onChannel('ReplayPlay'),
    pause: onChannel('ReplayPause'),
    stop: onChannel('ReplayStopEvents'),
    async setSpeed(speed, options = {}) {
      await calls.call('ReplaySetSpeed', { value: speed, ...channelOf(options) }, options)
      const now = ({ speed: current, speedA, speedB }: VMixReplay) =>
        options.channel === 'A' ? speedA : options.channel === 'B' ? speedB : current
      return await shows("The replay's speed", (it) => Math.abs((now(it) ?? Number.NaN) - speed) < 0.005, options)
    },
  }
}

function channelOf({ channel }: ReplayOptions): { readonly channel?: string } {
  return channel === undefined || channel === 'Current' ? {} : { channel }
}

function replayOf(state: VMixState): VMixReplay {
  const replay = state.inputs.find((input) => input.replay !== null)?.replay
  if (replay !== undefined && replay !== null) return replay
  const message = 'This show has no replay input. Add one in vMix: Add Input, Instant Replay.'
  throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
}
