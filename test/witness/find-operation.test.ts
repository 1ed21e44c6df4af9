import { describe, expect, it } from 'vitest'
import { findOperation } from '../../src/witness/index.ts'
import { freshFolder, openIn } from './support.ts'

/** A log with entries of these operations; null for one of none. */
async function logOf(...operations: readonly (string | null)[]): Promise<string> {
  const folder = await freshFolder()
  await using log = await openIn(folder)
  for (const operationId of operations) {
    await log.append({ eventType: 'own', ...(operationId === null ? {} : { operationId }) })
  }
  return folder
}

const idsOf = ({ entries }: Awaited<ReturnType<typeof findOperation>>) => entries.map(({ event }) => event.operation_id)

describe('an operation that is looked for', () => {
  it('by how its id begins is handed out only where that means one; else those it may mean are named', async () => {
    const folder = await logOf('7eff4c8b-1', '7eff4c8b-1:d1', 'other', '7eff9999-2', '7eff4c8b-1')
    const found = await findOperation(folder, '7eff4')
    expect(idsOf(found)).toEqual(['7eff4c8b-1', '7eff4c8b-1:d1', '7eff4c8b-1'])
    expect(found).toMatchObject({ more: false, candidates: [] })
    const several = await findOperation(folder, '7eff')
    expect(several).toMatchObject({
      entries: [],
      more: false,
      candidates: [
        { id: '7eff4c8b-1', entry: { event: { sequence: 2 } } },
        { id: '7eff9999-2', entry: { event: { sequence: 5 } } },
      ],
    })
  })

  it('by its whole id is that one, also where other ids begin with it', async () => {
    const folder = await logOf('op-10', 'op-1:d1', 'op-1', 'op-11')
    expect(idsOf(await findOperation(folder, 'op-1'))).toEqual(['op-1:d1', 'op-1'])
    expect((await findOperation(folder, 'op-')).candidates.map(({ id }) => id)).toEqual(['op-10', 'op-1', 'op-11'])
  })

  it('by a hash that is also how an id begins means either', async () => {
    const folder = await logOf(null)
    const { entries } = await findOperation(folder, '2')
    const hash = entries[0]?.current_hash.slice(0, 12) ?? ''
    expect((await findOperation(folder, hash)).entries).toHaveLength(1)
    {
      await using log = await openIn(folder)
      await log.append({ eventType: 'own', operationId: `${hash}-mine` })
    }
    const { candidates } = await findOperation(folder, hash)
    expect(candidates.map(({ id }) => id)).toEqual([null, `${hash}-mine`])
  })

  it('names no more than a screen of candidates, and says that there are more', async () => {
    const folder = await logOf(...Array.from({ length: 30 }, (_, index) => `op-${index}`))
    const { candidates, more } = await findOperation(folder, 'op-')
    expect([candidates.length, more]).toEqual([20, true])
    expect(idsOf(await findOperation(folder, 'op-29'))).toEqual(['op-29'])
  })
})
