import type { SimulatedVMix } from '../simulated-vmix.ts'

/** A known function with an input or value that vMix does not take: 500 on HTTP, `FUNCTION ER` on TCP. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput'
}

/** Parameters of one call; names in any case, since real clients send `value=` too. */
export class Parameters {
  readonly #values = new Map<string, string>()

  constructor(entries: Iterable<readonly [string, string]>) {
    for (const [name, value] of entries) {
      const lower = name.toLowerCase()
      if (!this.#values.has(lower)) this.#values.set(lower, value)
    }
  }

  get(name: 'input' | 'value' | 'duration' | 'mix'): string {
    return this.#values.get(name) ?? ''
  }
}

/** One function of vMix, as its name has it. */
export type VMixFunction = (vmix: SimulatedVMix, parameters: Parameters) => void

/**
 * The number of the input that `Input` means: a number (0 preview, -1 program), a GUID key, or a title, in which upper
 * and lower case matter. Left out it is `fallback`, where the function has one.
 */
export function findInput(vmix: SimulatedVMix, parameters: Parameters, fallback?: number): number {
  const text = parameters.get('input')
  if (text === '' && fallback !== undefined) return fallback
  if (text === '0') return vmix.preview
  if (text === '-1') return vmix.active
  const byNumber = /^\d{1,6}$/.test(text) && Number(text) <= vmix.inputs.length ? Number(text) : 0
  if (byNumber > 0) return byNumber
  const index = vmix.inputs.findIndex((input) => input.title === text || input.key === text.toLowerCase())
  if (text === '' || index < 0) throw new RefusedInput('Input not found')
  return index + 1
}

/** Only vMix's main mix is simulated: there are no Mix inputs, so any other number names none. */
export function mainMix(parameters: Parameters): void {
  const mix = parameters.get('mix')
  if (mix !== '' && mix !== '0') throw new RefusedInput('Mix not found')
}
