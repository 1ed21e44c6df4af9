import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { endings } from './ending.ts'
import { Requests } from './requests.ts'

const target = { host: '127.0.0.1', port: 8099, timeoutMs: 1000 }
const ping = { line: 'PING\r\n', expected: { command: 'PING' }, timeoutMs: 60_000 }

describe('requests of a conversation', () => {
  it('that ended fail at once, with why, and are not sent', async () => {
    const send = vi.fn<(line: string) => void>()
    const requests = new Requests({ target, clock: systemClock, maxQueued: 4, send, onPoisoned: () => undefined })
    const [first, second] = [requests.ask(ping), requests.ask(ping)]
    requests.end(endings.closed(target))
    await expect(first).rejects.toMatchObject({ code: 'closed', mayHaveBeenSent: true })
    await expect(second).rejects.toMatchObject({ code: 'closed', mayHaveBeenSent: false })
    await expect(requests.ask(ping)).rejects.toMatchObject({ code: 'closed', mayHaveBeenSent: false })
    expect(send).toHaveBeenCalledOnce()
  })
})
