import type { WitnessEntry } from '../../witness/index.ts'
import { logPage } from './answers.ts'
import type { RemoteVMix } from './server-option.ts'

/** So many entries are asked for at once. */
const pageSize = 1000

/** The show log that a server has, oldest entry first. */
export async function* remoteEntries({ client, path }: RemoteVMix): AsyncGenerator<WitnessEntry> {
  let after: number | null = 0
  while (after !== null) {
    const page: { readonly entries: readonly WitnessEntry[]; readonly next: number | null } = await client.read(
      `${path}/log?after=${after}&limit=${pageSize}`,
      logPage,
    )
    yield* page.entries
    after = page.next
  }
}

/** Its newest entries, oldest first. */
export async function remoteLastEntries({ client, path }: RemoteVMix, count: number): Promise<readonly WitnessEntry[]> {
  return (await client.read(`${path}/log?limit=${count}`, logPage)).entries
}

/** So many can be had without reading the whole log. */
export const mostRemoteLast = pageSize
