import type { VMixBus, VMixDynamic, VMixMix, VMixOutput, VMixOverlay, VMixTransition } from '../state.ts'
import { readBoolean, readNumber } from '../values.ts'
import { attributeNames, type Attributes, type Node, node, type Open } from './node.ts'

const OUTPUT = attributeNames('type number source ndi omt srt external')
const OVERLAY = attributeNames('number preview')
const TRANSITION = attributeNames('number effect duration')
const MIX = attributeNames('number')
const BUS = attributeNames('volume muted meterF1 meterF2 headphonesVolume solo sendToMaster')
const DYNAMIC = /^(input|value)([1-9])$/

/** The sections that are lists of small things, and all that was read of them. What has no number gets its place's. */
export class SectionLists {
  readonly outputs: VMixOutput[] = []
  readonly overlays: VMixOverlay[] = []
  readonly transitions: VMixTransition[] = []
  readonly mixes: Open<VMixMix>[] = []
  readonly buses: VMixBus[] = []
  master: VMixBus | null = null
  dynamic: VMixDynamic | null = null

  readonly nodes: readonly (readonly [string, Node])[] = [
    ['outputs', listOf('output', node({ known: OUTPUT, open: (attributes) => this.#addOutput(attributes) }))],
    [
      'overlays',
      listOf(
        'overlay',
        node({ known: OVERLAY, text: 'all', close: (text, attributes) => this.#addOverlay(text, attributes) }),
      ),
    ],
    [
      'transitions',
      listOf('transition', node({ known: TRANSITION, open: (attributes) => this.#addTransition(attributes) })),
    ],
    ['mix', this.#mixNode()],
    ['audio', this.#audioNode()],
    ['dynamic', this.#dynamicNode()],
  ]

  #addOutput(attributes: Attributes): void {
    this.outputs.push({
      type: attributes['type'] ?? '',
      number: readNumber(attributes['number']) ?? this.outputs.length + 1,
      source: attributes['source'] ?? '',
      ndi: readBoolean(attributes['ndi']) === true,
      omt: readBoolean(attributes['omt']) === true,
      srt: readBoolean(attributes['srt']) === true,
      external: readBoolean(attributes['external']) === true,
    })
  }

  #addOverlay(text: string, attributes: Attributes): void {
    this.overlays.push({
      number: readNumber(attributes['number']) ?? this.overlays.length + 1,
      input: readNumber(text),
      preview: readBoolean(attributes['preview']) === true,
    })
  }

  #addTransition(attributes: Attributes): void {
    this.transitions.push({
      number: readNumber(attributes['number']) ?? this.transitions.length + 1,
      effect: attributes['effect'] ?? '',
      durationMs: readNumber(attributes['duration']),
    })
  }

  #mixNode(): Node {
    const leaf = node({
      text: 'all',
      close: (text, _, name) => {
        const mix = this.mixes.at(-1)
        if (mix !== undefined) mix[name === 'preview' ? 'preview' : 'active'] = readNumber(text)
      },
    })
    return node({
      known: MIX,
      child: (name) => (name === 'preview' || name === 'active' ? leaf : null),
      open: (attributes) => {
        const number = readNumber(attributes['number']) ?? this.mixes.length + 2
        this.mixes.push({ number, preview: null, active: null })
      },
    })
  }

  #audioNode(): Node {
    const bus = node({
      known: BUS,
      open: (attributes, name) => {
        if (name === 'master') this.master = readBus(name, attributes)
        else this.buses.push(readBus(name.slice(3), attributes))
      },
    })
    return node({ child: (name) => (name === 'master' || /^bus[A-Z]$/.test(name) ? bus : null) })
  }

  #dynamicNode(): Node {
    const inputs: string[] = []
    const values: string[] = []
    const leaf = node({
      text: 'all',
      close: (text, _, name) => {
        const [, kind, number] = DYNAMIC.exec(name) ?? []
        const list = kind === 'input' ? inputs : values
        while (list.length < Number(number)) list.push('')
        list[Number(number) - 1] = text
      },
    })
    return node({
      child: (name) => (DYNAMIC.test(name) ? leaf : null),
      open: () => {
        this.dynamic = { inputs, values }
      },
    })
  }
}

function listOf(item: string, kind: Node): Node {
  return node({ child: (name) => (name === item ? kind : null) })
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
