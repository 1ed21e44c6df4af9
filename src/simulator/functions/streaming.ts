import type { Stage } from '../stage.ts'
import type { StreamChannel } from '../stream-channel.ts'
import { type Functions, type Parameters, RefusedInput, valueOf, type VMixFunction } from './parameters.ts'

/** Value is the stream's number from 0; blank means all streams, a trap that is vMix's own (vendor's help; sure). */
function chosen(stage: Stage, parameters: Parameters): readonly StreamChannel[] {
  const value = valueOf(stage, parameters).trim()
  return value === '' ? stage.streams : [streamOf(stage, value)]
}

function streamOf(stage: Stage, number: string): StreamChannel {
  const stream = /^\d{1,2}$/.test(number) ? stage.streams[Number(number)] : undefined
  if (stream === undefined) throw new RefusedInput('Stream not found')
  return stream
}

/**
 * Value is `n,text`; only the first comma splits. Without the number it is refused here: what vMix does is not known,
 * and a client that leaves it out should learn so.
 */
function setting(what: 'url' | 'key' | 'username' | 'password'): VMixFunction {
  return (stage, parameters) => {
    const value = valueOf(stage, parameters)
    const comma = value.indexOf(',')
    if (comma < 0) throw new RefusedInput('Value must be n,text')
    streamOf(stage, value.slice(0, comma).trim()).set(what, value.slice(comma + 1))
  }
}

export const STREAMING: Functions = {
  StartStreaming: (stage, parameters) => {
    for (const stream of chosen(stage, parameters)) stream.start()
  },
  StopStreaming: (stage, parameters) => {
    for (const stream of chosen(stage, parameters)) stream.stop()
  },
  StartStopStreaming: (stage, parameters) => {
    for (const stream of chosen(stage, parameters)) {
      if (stream.live) stream.stop()
      else stream.start()
    }
  },
  StreamingSetURL: setting('url'),
  StreamingSetKey: setting('key'),
  StreamingSetUsername: setting('username'),
  StreamingSetPassword: setting('password'),
}
