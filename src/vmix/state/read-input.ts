import { readBoolean, readNumber } from '../values.ts'
import type {
  VMixCrop,
  VMixField,
  VMixInput,
  VMixInputAudio,
  VMixLayer,
  VMixListItem,
  VMixPosition,
  VMixReplay,
} from './input.ts'
import type { Attributes, Open } from './node.ts'

/** An input whose children are still to come. */
export interface OpenInput extends Open<VMixInput> {
  readonly layers: Open<VMixLayer>[]
  list: VMixListItem[] | null
  replay: Open<VMixReplay> | null
  readonly texts: VMixField[]
  readonly images: VMixField[]
  readonly colors: VMixField[]
}

export function readInput(attributes: Attributes): OpenInput {
  const title = attributes['title'] ?? ''
  return {
    number: readNumber(attributes['number']) ?? 0,
    key: attributes['key'] ?? '',
    type: attributes['type'] ?? '',
    title,
    shortTitle: attributes['shortTitle'] ?? title,
    text: '',
    state: attributes['state'] ?? '',
    positionMs: readNumber(attributes['position']),
    durationMs: readNumber(attributes['duration']),
    loop: readBoolean(attributes['loop']),
    audio: readInputAudio(attributes),
    selectedIndex: readNumber(attributes['selectedIndex']),
    list: null,
    layers: [],
    position: null,
    texts: [],
    images: [],
    colors: [],
    replay: null,
  }
}

function readInputAudio(attributes: Attributes): VMixInputAudio | null {
  const { volume, muted, audiobusses: buses } = attributes
  if (volume === undefined && muted === undefined) return null
  return {
    muted: readBoolean(muted),
    volume: readNumber(volume),
    balance: readNumber(attributes['balance']),
    solo: readBoolean(attributes['solo']),
    soloPfl: readBoolean(attributes['soloPFL']),
    buses: buses === undefined || buses === '' ? [] : buses.split(','),
    gainDb: readNumber(attributes['gainDb']),
    meters: [readNumber(attributes['meterF1']), readNumber(attributes['meterF2'])],
  }
}

export function readPosition(attributes: Attributes): VMixPosition {
  return {
    panX: readNumber(attributes['panX']),
    panY: readNumber(attributes['panY']),
    zoomX: readNumber(attributes['zoomX']),
    zoomY: readNumber(attributes['zoomY']),
    x: readNumber(attributes['x']),
    y: readNumber(attributes['y']),
    width: readNumber(attributes['width']),
    height: readNumber(attributes['height']),
  }
}

export function readCrop(attributes: Attributes): VMixCrop {
  return {
    x1: readNumber(attributes['X1']),
    y1: readNumber(attributes['Y1']),
    x2: readNumber(attributes['X2']),
    y2: readNumber(attributes['Y2']),
  }
}

/** Its timecodes are elements of their own, and follow. */
export function readReplay(attributes: Attributes): Open<VMixReplay> {
  return {
    live: readBoolean(attributes['live']),
    recording: readBoolean(attributes['recording']),
    channelMode: attributes['channelMode'] ?? null,
    events: readNumber(attributes['events']),
    eventsA: readNumber(attributes['eventsA']),
    eventsB: readNumber(attributes['eventsB']),
    cameraA: readNumber(attributes['cameraA']),
    cameraB: readNumber(attributes['cameraB']),
    speed: readNumber(attributes['speed']),
    speedA: readNumber(attributes['speedA']),
    speedB: readNumber(attributes['speedB']),
    timecode: null,
    timecodeA: null,
    timecodeB: null,
  }
}
