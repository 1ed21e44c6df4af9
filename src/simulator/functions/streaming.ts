import type { SimulatedVMix } from '../simulated-vmix.ts'
import type { StreamChannel } from '../stream-channel.ts'
import { type Parameters, RefusedInput, type VMixFunction } from './parameters.ts'

/** Value is the stream's number from 0; blank means all streams, a trap that is vMix's own (vendor's help; sure). */
function chosen(vmix: SimulatedVMix, parameters: Parameters): readonly StreamChannel[] {
  const value = parameters.get('value').trim()
  return value === '' ? vmix.streams : [streamOf(vmix, value)]
}

function streamOf(vmix: SimulatedVMix, number: string): StreamChannel {
  const stream = /^\d{1,2}$/.test(number) ? vmix.streams[Number(number)] : undefined
  if (stream === undefined) throw new RefusedInput('Stream not found')
  return stream
}

/**
 * Value is `n,text`; only the first comma splits. Without the number it is refused here: what vMix does is not known,
 * and a client that leaves it out should learn so.
 */
function setting(what: 'url' | 'key' | 'username' | 'password'): VMixFunction {
  return (vmix, parameters) => {
    const value = parameters.get('value')
    const comma = value.indexOf(',')
    if (comma < 0) throw new RefusedInput('Value must be n,text')
    streamOf(vmix, value.slice(0, comma).trim()).set(what, value.slice(comma + 1))
  }
}

export const STREAMING: Readonly<Record<string, VMixFunction>> = {
  StartStreaming: (vmix, parameters) => {
    for (const stream of chosen(vmix, parameters)) stream.start()
  },
  StopStreaming: (vmix, parameters) => {
    for (const stream of chosen(vmix, parameters)) stream.stop()
  },
  StartStopStreaming: (vmix, parameters) => {
    for (const stream of chosen(vmix, parameters)) {
      if (stream.live) stream.stop()
      else stream.start()
    }
  },
  StreamingSetURL: setting('url'),
  StreamingSetKey: setting('key'),
  StreamingSetUsername: setting('username'),
  StreamingSetPassword: setting('password'),
}
