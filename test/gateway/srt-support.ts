import { readdirSync, readFileSync } from 'node:fs'
import type { Gateway, OutputSpec, OutputStatus } from '../../src/gateway/index.ts'
import { eventually } from '../support/show.ts'

export type SrtSpec = OutputSpec & { kind: 'srt' }

export function srtSpec(port: number, more: Partial<SrtSpec> = {}): SrtSpec {
  return {
    kind: 'srt',
    outputId: 'studio',
    name: 'Studio',
    address: `srt://127.0.0.1:${port}`,
    mode: 'caller',
    latencyMs: 120,
    passphrase: null,
    keyLength: null,
    streamId: null,
    keyFingerprint: null,
    ...more,
  }
}

export async function outputOf(control: Gateway, outputId = 'studio'): Promise<OutputStatus> {
  const { feeds } = await control.status()
  const found = feeds.flatMap((feed) => feed.outputs).find((output) => output.outputId === outputId)
  if (found === undefined) throw new Error(`no output ${outputId}`)
  return found
}

export function becomes(control: Gateway, state: OutputStatus['state']): Promise<OutputStatus> {
  return eventually(
    () => outputOf(control),
    (output) => output.state === state,
    20_000,
  )
}

/** Every number from the first that arrived to the last, once each. */
export function unbroken(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1)
}

/** Processes whose command line holds the text, as everybody on the machine can see them. Linux only. */
export function processesWith(text: string): { readonly pid: number; readonly ppid: number; readonly line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ')
        const ppid = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'latin1'))?.[1])
        return line.includes(text) ? [{ pid: Number(name), ppid, line }] : []
      } catch {
        return []
      }
    })
}

/** What a process was started with, beside its command line. */
export function environmentOf(pid: number): string {
  return readFileSync(`/proc/${pid}/environ`, 'latin1')
}
