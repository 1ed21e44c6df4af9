import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../clock/index.ts'
import { PreviewTickets } from './tickets.ts'

function stage(): { readonly tickets: PreviewTickets; pass(ms: number): void } {
  let nowMs = 0
  const clock: Clock = { ...systemClock, monotonic: () => nowMs }
  return { tickets: new PreviewTickets(clock), pass: (ms) => (nowMs += ms) }
}
const HOUR_MS = 3_600_000

describe('PreviewTickets', () => {
  it('one of a link works once, within a minute, for its own feed', () => {
    const { tickets, pass } = stage()
    const { ticket, ticketExpiresInS } = tickets.forLink('a/0')
    expect(ticketExpiresInS).toBe(60)
    expect(tickets.take(ticket, 'a/1')).toBe(false)
    expect(tickets.take(ticket, 'a/0')).toBe(true)
    expect(tickets.take(ticket, 'a/0')).toBe(false)
    const late = tickets.forLink('a/0')
    pass(60_000)
    expect(tickets.take(late.ticket, 'a/0')).toBe(false)
  })

  it('one of a page works again and again, and is renewed by whoever comes with it', () => {
    const { tickets, pass } = stage()
    const { ticket } = tickets.forPage('a/0')
    pass(11 * HOUR_MS)
    expect(tickets.take(ticket, 'a/0')).toBe(true)
    expect(tickets.forPage('a/0', ticket)).toEqual({ ticket, ticketExpiresInS: 43_200 })
    pass(11 * HOUR_MS)
    expect(tickets.take(ticket, 'a/0')).toBe(true)
    pass(2 * HOUR_MS)
    expect(tickets.take(ticket, 'a/0')).toBe(false)
  })

  it('whoever connects again and again pushes no other page out', () => {
    const { tickets } = stage()
    const other = tickets.forPage('a/0').ticket
    let mine = tickets.forPage('a/0').ticket
    for (let at = 0; at < 5000; at++) mine = tickets.forPage('a/0', mine).ticket
    expect([tickets.take(other, 'a/0'), tickets.take(mine, 'a/0')]).toEqual([true, true])
  })

  it('what is no ticket of a page is answered with a new one: a token, a link’s, one of another feed', () => {
    const { tickets } = stage()
    const link = tickets.forLink('a/0').ticket
    const other = tickets.forPage('a/1').ticket
    for (const came of [link, other, 'a-token', '']) expect(tickets.forPage('a/0', came).ticket).not.toBe(came)
    expect(tickets.take(other, 'a/1')).toBe(true)
  })

  it('keeps no more than a thousand, the newest', () => {
    const { tickets } = stage()
    const all = Array.from({ length: 1100 }, () => tickets.forPage('a/0').ticket)
    expect(all.filter((ticket) => tickets.take(ticket, 'a/0'))).toEqual(all.slice(-1024))
  })
})
