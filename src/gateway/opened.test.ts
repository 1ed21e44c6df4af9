import { describe, expect, it } from 'vitest'
import { Opened } from './opened.ts'

describe('Opened', () => {
  it('closes in the opposite order, once, all of it even when one fails', async () => {
    const closed: string[] = []
    const opened = new Opened()
    opened.defer(() => closed.push('first'))
    opened.use({
      [Symbol.dispose]: () => {
        throw new Error('stuck')
      },
    })
    opened.use({ [Symbol.asyncDispose]: async () => void closed.push('third') })
    await expect(opened[Symbol.asyncDispose]()).rejects.toThrow('stuck')
    await opened[Symbol.asyncDispose]()
    expect(closed).toEqual(['third', 'first'])
  })

  it('closes nothing of what has moved on', async () => {
    const closed: string[] = []
    const opened = new Opened()
    opened.defer(() => closed.push('a'))
    const moved = opened.move()
    await opened[Symbol.asyncDispose]()
    expect(closed).toEqual([])
    await moved[Symbol.asyncDispose]()
    expect(closed).toEqual(['a'])
  })
})
