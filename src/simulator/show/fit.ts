import { majorVersion } from '../../vmix/index.ts'
import type { Layout } from '../layout.ts'
import { standardOutputs } from './parts.ts'
import type { Show } from './show.ts'

/** Gives a show the elements and attributes of a version: takes away what that does not have, adds what it has. */
export function fitTo(show: Show, layout: Layout): void {
  show.major = majorVersion(show.version)
  show.overlays = Array.from(
    { length: layout.overlays },
    (_, index) => show.overlays.find(({ number }) => number === index + 1) ?? off(index + 1),
  )
  if (!layout.outputs) show.outputs = []
  else if (show.outputs.length === 0) show.outputs = standardOutputs()
  if (!layout.mixes) show.mixes = []
  show.dynamic = layout.dynamic ? (show.dynamic ?? emptyDynamic()) : null
  if (show.streams.length > 0) {
    show.streams = Array.from({ length: layout.channels }, (_, channel) => ({
      channel,
      live: show.streams[channel]?.live ?? false,
    }))
    show.streaming = show.streaming === true && show.streams.some(({ live }) => live !== false)
  }
  for (const { audio } of show.inputs) {
    if (audio === null) continue
    audio.soloPfl = layout.soloPfl ? (audio.soloPfl ?? false) : null
    if (!layout.gainDb) audio.gainDb = null
  }
}

function off(number: number): Show['overlays'][number] {
  return { number, input: null, preview: false }
}

function emptyDynamic(): NonNullable<Show['dynamic']> {
  return { inputs: ['', '', '', ''], values: ['', '', '', ''] }
}
