import type { VMixBus, VMixInput, VMixInputAudio, VMixOverlay, VMixState, VMixStream } from './state.ts'
import { readBoolean, readNumber, readSeconds } from './values.ts'
import { channelCount, majorVersion } from './version.ts'

type Attributes = Readonly<Record<string, string>>

/** No vMix has this many; a document that claims more is not believed. */
const MAX_CHANNELS = 64

/** Puts a {@link VMixState} together from the events of a state document; knows layouts, not XML. */
export class StateBuilder {
  sawSection = false
  #section = ''
  #sectionAttributes: Attributes = {}
  #sectionText = ''
  #overlay: number | null = null
  #itemText = ''
  readonly #simple = new Map<string, string>()
  readonly #inputs: VMixInput[] = []
  readonly #overlays: VMixOverlay[] = []
  readonly #buses: VMixBus[] = []
  readonly #live = new Map<number, boolean | null>()
  #master: VMixBus | null = null
  #recordingSeconds: number | null = null
  #recordingFiles: readonly string[] = []

  openSection(name: string, attributes: Attributes): void {
    this.sawSection = true
    this.#section = name
    this.#sectionAttributes = attributes
    this.#sectionText = ''
  }

  sectionText(text: string): void {
    this.#sectionText += text
  }

  closeSection(): void {
    const name = this.#section
    if (name === 'mix') return // mix 2 and up have a preview and an active of their own
    if (name === 'streaming') this.#readChannels()
    else if (name === 'recording') this.#readRecording()
    this.#simple.set(name, this.#sectionText.trim())
    // InfraFabric's specification prints one element per stream, from 0; no real vMix does.
    const channel = /^streaming(\d{1,2})$/.exec(name)?.[1]
    if (channel !== undefined && Number(channel) < MAX_CHANNELS) {
      this.#live.set(Number(channel), readBoolean(this.#sectionText))
    }
  }

  openItem(name: string, attributes: Attributes): void {
    this.#itemText = ''
    this.#overlay = null
    if (this.#section === 'inputs') {
      if (name === 'input') this.#inputs.push(readInput(attributes))
    } else if (this.#section === 'overlays') {
      if (name === 'overlay') this.#overlay = readNumber(attributes['number'])
    } else if (this.#section === 'audio') {
      if (name === 'master') this.#master = readBus('master', attributes)
      else if (name.startsWith('bus')) this.#buses.push(readBus(name.slice(3), attributes))
    }
  }

  itemText(text: string): void {
    if (this.#overlay !== null) this.#itemText += text
  }

  closeItem(): void {
    if (this.#overlay === null) return
    this.#overlays.push({ number: this.#overlay, input: readNumber(this.#itemText), preview: false })
    this.#overlay = null
  }

  build(): VMixState {
    const version = this.#simple.get('version') ?? ''
    const streaming = readBoolean(this.#simple.get('streaming'))
    const duration = this.#simple.get('duration')
    return {
      version,
      major: majorVersion(version),
      edition: this.#simple.get('edition') ?? '',
      preset: this.#simple.get('preset') || null,
      inputs: this.#inputs,
      outputs: [],
      overlays: this.#overlays,
      preview: readNumber(this.#simple.get('preview')),
      active: readNumber(this.#simple.get('active')),
      fadeToBlack: readBoolean(this.#simple.get('fadeToBlack')),
      transitions: [],
      streaming,
      streams: this.#streams(version, streaming),
      streamSeconds: duration === undefined ? null : readSeconds(duration),
      recording: {
        active: readBoolean(this.#simple.get('recording')),
        seconds: this.#recordingSeconds,
        files: this.#recordingFiles,
      },
      external: readBoolean(this.#simple.get('external')),
      playList: readBoolean(this.#simple.get('playList')),
      multiCorder: readBoolean(this.#simple.get('multiCorder')),
      fullscreen: readBoolean(this.#simple.get('fullscreen')),
      mixes: [],
      audio: { master: this.#master, buses: this.#buses },
      dynamic: null,
      extra: [],
    }
  }

  /** `channel1="True"`: from 1, and only where it is on (captured documents; sure). */
  #readChannels(): void {
    for (const name in this.#sectionAttributes) {
      const number = /^channel([1-9]\d?)$/.exec(name)?.[1]
      if (number === undefined || Number(number) > MAX_CHANNELS) continue
      this.#live.set(Number(number) - 1, readBoolean(this.#sectionAttributes[name]))
    }
  }

  #readRecording(): void {
    this.#recordingSeconds = readNumber(this.#sectionAttributes['duration'])
    const files: { number: number; file: string }[] = []
    for (const [name, file] of Object.entries(this.#sectionAttributes)) {
      const number = /^filename(\d{1,3})$/.exec(name)?.[1]
      if (number !== undefined && file !== '') files.push({ number: Number(number), file })
    }
    this.#recordingFiles = files.sort((a, b) => a.number - b.number).map(({ file }) => file)
  }

  #streams(version: string, streaming: boolean | null): VMixStream[] {
    if (streaming === null && this.#live.size === 0) return []
    // On, but no word of which: then none can be called off.
    const unnamed = streaming !== false && ![...this.#live.values()].includes(true) ? null : false
    const count = Math.max(channelCount(version), ...[...this.#live.keys()].map((channel) => channel + 1))
    return Array.from({ length: count }, (_, channel) => ({ channel, live: this.#live.get(channel) ?? unnamed }))
  }
}

function readInput(attributes: Attributes): VMixInput {
  return {
    number: readNumber(attributes['number']) ?? 0,
    key: attributes['key'] ?? '',
    type: attributes['type'] ?? '',
    title: attributes['title'] ?? '',
    shortTitle: attributes['shortTitle'] ?? attributes['title'] ?? '',
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
  if (attributes['volume'] === undefined && attributes['muted'] === undefined) return null
  const buses = attributes['audiobusses']
  return {
    muted: readBoolean(attributes['muted']),
    volume: readNumber(attributes['volume']),
    balance: readNumber(attributes['balance']),
    solo: readBoolean(attributes['solo']),
    soloPfl: readBoolean(attributes['soloPFL']),
    buses: buses === undefined || buses === '' ? [] : buses.split(','),
    gainDb: readNumber(attributes['gainDb']),
    meters: [readNumber(attributes['meterF1']), readNumber(attributes['meterF2'])],
  }
}

function readBus(name: string, attributes: Attributes): VMixBus {
  return {
    name,
    muted: readBoolean(attributes['muted']),
    volume: readNumber(attributes['volume']),
    headphonesVolume: readNumber(attributes['headphonesVolume']),
    solo: readBoolean(attributes['solo']),
    sendToMaster: readBoolean(attributes['sendToMaster']),
    meters: [readNumber(attributes['meterF1']), readNumber(attributes['meterF2'])],
  }
}
