import { keptFigures, type Moment } from './moment.ts'

/** Numbers side by side, 16 bytes a moment: an object for each would take five times as much. */
class Block {
  readonly #base: number
  readonly #after: Float32Array
  readonly #values: Float32Array
  length = 0

  constructor(size: number, base: number) {
    this.#base = base
    this.#after = new Float32Array(size)
    this.#values = new Float32Array(size * keptFigures.length)
  }

  get isFull(): boolean {
    return this.length === this.#after.length
  }

  set(n: number, moment: Moment): void {
    this.#after[n] = moment.at - this.#base
    for (const [place, name] of keptFigures.entries()) {
      this.#values[n * keptFigures.length + place] = moment[name] ?? Number.NaN
    }
    this.length = Math.max(this.length, n + 1)
  }

  get(n: number): Moment {
    const first = n * keptFigures.length
    return {
      at: this.#base + (this.#after[n] ?? 0),
      fps: measured(this.#values[first], 100),
      bitrateKbps: measured(this.#values[first + 1], 1),
      droppedFrames: measured(this.#values[first + 2], 1),
    }
  }
}

/** Moments in order, bounded: the oldest block goes when a new one begins. */
export class Samples {
  readonly #perBlock: number
  readonly #most: number
  readonly #blocks: Block[] = []
  #last: Moment | null = null

  constructor(options: { readonly perBlock: number; readonly blocks: number }) {
    this.#perBlock = options.perBlock
    this.#most = options.blocks
  }

  get last(): Moment | null {
    return this.#last
  }

  push(moment: Moment): void {
    let block = this.#blocks.at(-1)
    if (block === undefined || block.isFull) {
      block = new Block(this.#perBlock, moment.at)
      this.#blocks.push(block)
      if (this.#blocks.length > this.#most) this.#blocks.shift()
    }
    block.set(block.length, moment)
    this.#last = moment
  }

  replaceLast(moment: Moment): void {
    const block = this.#blocks.at(-1)
    block?.set(block.length - 1, moment)
    this.#last = moment
  }

  since(at: number): Moment[] {
    const found: Moment[] = []
    for (const block of this.#blocks) {
      for (let n = 0; n < block.length; n++) {
        const moment = block.get(n)
        if (moment.at >= at) found.push(moment)
      }
    }
    return found
  }
}

function measured(value: number | undefined, fractions: number): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * fractions) / fractions
}
