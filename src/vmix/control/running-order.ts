import type { RequestOptions } from '../http-client.ts'
import type { VMixState } from '../state.ts'
import type { CallReply } from './call-types.ts'
import { confirmed, type Desk, inTurn } from './confirm.ts'

/** vMix's playlists: starting and stopping are confirmed; which entry is on vMix does not tell. */
export interface PlaylistControl {
  /** Starts the playlist of that name, or without a name the one that is open. */
  start(name?: string, options?: RequestOptions): Promise<VMixState>
  stop(options?: RequestOptions): Promise<VMixState>
  next(options?: RequestOptions): Promise<CallReply>
  previous(options?: RequestOptions): Promise<CallReply>
}

export function playlists(desk: Desk): PlaylistControl {
  const { calls } = desk
  return {
    async start(name, options = {}) {
      const select = () => calls.call('SelectPlayList', { value: name }, options)
      const start = () => calls.call('StartPlayList', {}, options)
      await inTurn(name === undefined ? [start] : [select, start])
      return await confirmed(desk, 'The playlist', ({ playList }) => playList === true, options)
    },
    async stop(options = {}) {
      await calls.call('StopPlayList', {}, options)
      return await confirmed(desk, 'The end of the playlist', ({ playList }) => playList === false, options)
    },
    next: (options) => calls.call('NextPlayListEntry', {}, options),
    previous: (options) => calls.call('PreviousPlayListEntry', {}, options),
  }
}

/** vMix's scripts. Its state shows none of them, so all that is known is that it took the command. */
export interface ScriptControl {
  start(name: string, options?: RequestOptions): Promise<CallReply>
  stop(name: string, options?: RequestOptions): Promise<CallReply>
  stopAll(options?: RequestOptions): Promise<CallReply>
}

export function scripts({ calls }: Desk): ScriptControl {
  return {
    start: (name, options) => calls.call('ScriptStart', { value: name }, options),
    stop: (name, options) => calls.call('ScriptStop', { value: name }, options),
    stopAll: (options) => calls.call('ScriptStopAll', {}, options),
  }
}
