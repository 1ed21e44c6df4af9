import type { Layout } from '../layout.ts'
import { newInput, newSound } from './new-input.ts'
import type { ShowInput } from './show.ts'

/**
 * Inputs 9 to 16 of the built-in preset: one of each kind that functions change in a way of its own.
 *
 * @param keyOf the key of the input with that number
 */
export function presetInputs(layout: Layout, keyOf: (number: number) => string): ShowInput[] {
  const sound = () => newSound(layout)
  return [
    newInput({ ...title, key: keyOf(9) }),
    newInput({ ...list, key: keyOf(10), audio: sound() }),
    newInput({ key: keyOf(11), type: 'Video', title: 'Trailer.mp4', durationMs: 60_000, audio: sound() }),
    newInput({ key: keyOf(12), type: 'AudioFile', title: 'Music.mp3', durationMs: 180_000, audio: sound() }),
    newInput({ key: keyOf(13), type: 'Mix', title: 'Mix' }),
    newInput({ key: keyOf(14), type: 'Colour', title: 'Picture in Picture', layers: layersOf(keyOf) }),
    newInput({
      key: keyOf(15),
      type: 'Replay',
      title: 'Replay - A',
      shortTitle: 'Replay',
      audio: sound(),
      replay: structuredClone(replay),
    }),
    newInput({ key: keyOf(16), type: 'ReplayPreview', title: 'Replay - B', audio: { ...sound(), buses: [] } }),
  ].map((input) => structuredClone(input))
}

const title = {
  type: 'GT',
  title: 'Lower Third.gtzip',
  selectedIndex: 0,
  texts: [
    { index: 0, name: 'Headline.Text', value: 'Headline' },
    { index: 1, name: 'Description.Text', value: 'Description' },
  ],
  images: [{ index: 0, name: 'Logo.Source', value: '' }],
  colors: [{ index: 0, name: 'Background.Fill.Color', value: '#1F4E79' }],
}

const list = {
  type: 'VideoList',
  title: 'Clips - opener.mp4',
  shortTitle: 'Clips',
  durationMs: 30_000,
  selectedIndex: 1,
  list: [
    { file: 'C:\\Media\\opener.mp4', selected: true },
    { file: 'C:\\Media\\interview.mp4', selected: false },
    { file: 'C:\\Media\\credits.mp4', selected: false },
  ],
}

/** The whole picture, and a quarter of it in the right upper corner. */
function layersOf(keyOf: (number: number) => string): ShowInput['layers'] {
  const corner = { panX: 0.5, panY: 0.5, zoomX: 0.5, zoomY: 0.5, x: 960, y: 0, width: 960, height: 540 }
  return [
    { index: 0, key: keyOf(1), position: null, crop: null },
    { index: 1, key: keyOf(2), position: corner, crop: null },
  ]
}

const replay = {
  live: true,
  recording: false,
  channelMode: 'AB',
  events: 1,
  eventsA: 1,
  eventsB: 1,
  cameraA: 1,
  cameraB: 1,
  speed: 1,
  speedA: 1,
  speedB: 1,
  timecode: '0001-01-01T00:00:00.000',
  timecodeA: '0001-01-01T00:00:00.000',
  timecodeB: '0001-01-01T00:00:00.000',
}
