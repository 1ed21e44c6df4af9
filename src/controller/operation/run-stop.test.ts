import { describe, expect, it } from 'vitest'
import { controllerParts } from '../parts.ts'
import { announceStop } from './run-stop.ts'

describe('a stop on a disk that hangs', () => {
  it('waits a moment for its mark, and begins no other beside the one that hangs', async () => {
    const { context } = controllerParts({ host: '127.0.0.1', dataFolder: 'unused' })
    const disk = Promise.withResolvers<void>()
    const begun: string[] = []
    const mark = (name: string) => ({
      set: async () => {
        begun.push(name)
        await disk.promise
      },
    })
    await announceStop(context, mark('one'), mark('two'))
    await announceStop(context, mark('three'))
    expect(begun).toEqual(['one'])
    disk.resolve()
    await announceStop(context, mark('four'), mark('five'))
    // What nobody waits for any more is not set late: it would end a start of later.
    expect(begun).toEqual(['one', 'four', 'five'])
  })
})
