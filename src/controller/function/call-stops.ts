import type { OperationContext } from '../context.ts'
import { StopMark, type StopsSince } from '../operation/stop-mark.ts'
import type { CallParams } from '../../vmix/index.ts'
import { srtOutputsOf, streamsOf, switchOf } from './call-request.ts'

interface Call {
  readonly name: string
  readonly params?: CallParams
}

/** Where the starts look that this stop ends, and where this start looks whether it has been ended. */
export function marksOf({ paths }: OperationContext, { name, params = {} }: Call): readonly StopMark[] {
  const what = switchOf(name)?.what
  switch (what) {
    case undefined:
      return []
    case 'streaming':
      return streamsOf(name, params).map((channel) => StopMark.channel(paths.locks, channel))
    case 'recording':
      return [StopMark.recorder(paths.locks)]
    case 'srtoutput':
      return srtOutputsOf(params).map((output) => StopMark.srtOutput(paths.locks, output))
    default:
      return [StopMark.output(paths.locks, what)]
  }
}

/**
 * To be asked before a start is begun, and then before it is sent: which stop, of any process of this machine, came in
 * between; null when none did. What only says where a stream goes is ended by none.
 *
 * @throws {Error} of the system, when the marks cannot be kept
 */
export function stopsOf(context: OperationContext, call: Call): () => StopsSince | null {
  const all = marksOf(context, call).map((mark) => mark.begin())
  return () => all.find((stops) => stops.came()) ?? null
}

/** The call that switches off what this one may have switched on. */
export function undoOf(name: string): string | null {
  const names = {
    streaming: 'StopStreaming',
    recording: 'StopRecording',
    srtoutput: 'StopSRTOutput',
    multicorder: 'StopMultiCorder',
    external: 'StopExternal',
  } as const
  const what = switchOf(name)?.what
  return what === undefined ? null : names[what]
}
