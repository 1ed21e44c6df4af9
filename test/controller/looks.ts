import { expect } from 'vitest'
import { logOf, type Show } from '../support/show.ts'

/** All that is set at the show's gateway. */
export async function outputsOf(show: Show) {
  return ((await show.gateway?.status())?.feeds ?? []).flatMap((feed) => feed.outputs)
}

/** One outcome for every intent, and none without, but for refusals. */
export async function expectTidyLog(show: Show): Promise<void> {
  const open = new Set<string>()
  const untidy: string[] = []
  for (const { event } of await logOf(show.controller)) {
    const { operation_id: id, event_type: type, params } = event
    if (id === null) continue
    const isIntent = type === 'operation_requested'
    const fits = isIntent ? !open.has(id) : open.delete(id) || params?.['kind'] !== undefined
    if (isIntent) open.add(id)
    if (!fits) untidy.push(`${id} ${type}`)
  }
  expect([...untidy, ...open]).toEqual([])
}
