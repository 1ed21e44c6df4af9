import { describe, expect, it } from 'vitest'
import type { EntityView } from '../view/index.ts'
import { Board } from './board.ts'

function alert(id: string, message = 'The stream has stopped.'): EntityView {
  return {
    kind: 'alert',
    id,
    rule: 'stream_lost',
    severity: 'critical',
    state: 'firing',
    instance: 'studio',
    channel: 0,
    destinationId: null,
    message,
    action: 'Look at vMix.',
    since: '2026-11-22T12:00:00.000Z',
    resolvedAt: null,
    acknowledged: null,
  }
}

describe('the board', () => {
  it('tells each thing once, as it stands now, however often it changed', () => {
    const board = new Board()
    board.put(alert('a'))
    const before = board.version
    board.put(alert('b'))
    board.put(alert('b', 'changed'))
    expect(board.changesAfter(before)).toEqual({ version: board.version, set: [alert('b', 'changed')], gone: [] })
  })

  it('what is put again as it was is no change, and nobody is told', () => {
    const board = new Board()
    let told = 0
    board.onChange(() => (told += 1))
    board.put(alert('a'))
    board.put(alert('a'))
    expect([board.version, told]).toEqual([1, 1])
  })

  it('what was taken away is told as gone', () => {
    const board = new Board()
    board.put(alert('a'))
    const before = board.version
    board.remove('alert:a')
    board.remove('alert:a')
    expect(board.changesAfter(before)).toEqual({ version: 2, set: [], gone: ['alert:a'] })
    expect(board.entities).toEqual([])
  })

  it('a version that is not its own, or older than what it remembers, gets everything anew', () => {
    const board = new Board()
    board.put(alert('stays'))
    const early = board.version
    for (let n = 0; n < 2000; n++) {
      board.put(alert(`n${n}`))
      board.remove(`alert:n${n}`)
    }
    expect(board.changesAfter(early)).toBeNull()
    expect(board.changesAfter(board.version + 1)).toBeNull()
    expect(board.changesAfter(board.version)).toEqual({ version: board.version, set: [], gone: [] })
    expect(board.changesAfter(board.version - 1)?.gone).toEqual(['alert:n1999'])
  })
})
