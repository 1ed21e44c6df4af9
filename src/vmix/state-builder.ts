import type { VMixExtra, VMixInput, VMixState, VMixStream } from './state.ts'
import { inputsNode } from './state/input-nodes.ts'
import { attributeNames, type Attributes, type Node, node } from './state/node.ts'
import { SectionLists } from './state/section-lists.ts'
import { readBoolean, readNumber, readSeconds } from './values.ts'
import { channelCount, majorVersion } from './version.ts'

/** No vMix has this many; a document that claims more is not believed. */
const MAX_CHANNELS = 64
const SIMPLE = attributeNames(
  'version edition preset preview active fadeToBlack external playList multiCorder fullscreen duration',
)
const CHANNEL = /^channel([1-9]\d?)$/
const FILE_NAME = /^filename(\d{1,3})$/
// InfraFabric's specification prints one element per stream, from 0; no real vMix does.
const STREAM_ELEMENT = /^streaming(\d{1,2})$/

/** Puts a {@link VMixState} together from the elements of a state document; knows layouts, not XML. */
export class StateBuilder {
  /** Of the whole document: its children are the sections. */
  readonly root: Node
  readonly #simple = new Map<string, string>()
  readonly #inputs: VMixInput[] = []
  readonly #lists = new SectionLists()
  readonly #live = new Map<number, boolean | null>()
  #recordingSeconds: number | null = null
  #recordingFiles: readonly string[] = []
  #sections = 0

  constructor() {
    const keep = (text: string, _: Attributes, name: string) => this.#simple.set(name, text.trim())
    const simple = node({ text: 'all', close: keep })
    const sections = new Map<string, Node>([
      ['inputs', inputsNode(this.#inputs)],
      ['recording', this.#recordingNode()],
      ['streaming', this.#streamingNode()],
      ...this.#lists.nodes,
      ...[...SIMPLE].map((name): [string, Node] => [name, simple]),
    ])
    const stream = node({
      text: 'all',
      close: (text, _, name) => this.#live.set(Number(STREAM_ELEMENT.exec(name)?.[1]), readBoolean(text)),
    })
    this.root = node({
      child: (name) => {
        this.#sections++
        const section = sections.get(name)
        if (section !== undefined) return section
        return Number(STREAM_ELEMENT.exec(name)?.[1]) < MAX_CHANNELS ? stream : null
      },
    })
  }

  /** Whether the document had any element in it. */
  get sawSection(): boolean {
    return this.#sections > 0
  }

  build(extra: readonly VMixExtra[]): VMixState {
    const version = this.#text('version')
    const streaming = readBoolean(this.#simple.get('streaming'))
    const duration = this.#simple.get('duration')
    return {
      version,
      major: majorVersion(version),
      edition: this.#text('edition'),
      preset: this.#text('preset') || null,
      inputs: this.#inputs,
      outputs: this.#lists.outputs,
      overlays: this.#lists.overlays,
      preview: readNumber(this.#simple.get('preview')),
      active: readNumber(this.#simple.get('active')),
      fadeToBlack: readBoolean(this.#simple.get('fadeToBlack')),
      transitions: this.#lists.transitions,
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
      mixes: this.#lists.mixes,
      audio: { master: this.#lists.master, buses: this.#lists.buses },
      dynamic: this.#lists.dynamic,
      extra,
    }
  }

  #text(name: string): string {
    return this.#simple.get(name) ?? ''
  }

  /** `channel1="True"`: from 1, and only where it is on (captured documents; sure). */
  #streamingNode(): Node {
    return node({
      known: { has: (name) => CHANNEL.test(name) },
      text: 'all',
      close: (text, attributes) => {
        this.#simple.set('streaming', text)
        for (const name in attributes) {
          const number = Number(CHANNEL.exec(name)?.[1])
          if (number <= MAX_CHANNELS) this.#live.set(number - 1, readBoolean(attributes[name]))
        }
      },
    })
  }

  #recordingNode(): Node {
    return node({
      known: { has: (name) => name === 'duration' || FILE_NAME.test(name) },
      text: 'all',
      close: (text, attributes) => {
        this.#simple.set('recording', text)
        this.#recordingSeconds = readNumber(attributes['duration'])
        const files: { number: number; file: string }[] = []
        for (const [name, file] of Object.entries(attributes)) {
          const number = FILE_NAME.exec(name)?.[1]
          if (number !== undefined && file !== '') files.push({ number: Number(number), file })
        }
        this.#recordingFiles = files.sort((a, b) => a.number - b.number).map(({ file }) => file)
      },
    })
  }

  #streams(version: string, streaming: boolean | null): VMixStream[] {
    if (streaming === null && this.#live.size === 0) return []
    // On, but no word of which: then none can be called off.
    const unnamed = streaming !== false && ![...this.#live.values()].includes(true) ? null : false
    const count = Math.max(channelCount(version), ...[...this.#live.keys()].map((channel) => channel + 1))
    return Array.from({ length: count }, (_, channel) => ({ channel, live: this.#live.get(channel) ?? unnamed }))
  }
}
