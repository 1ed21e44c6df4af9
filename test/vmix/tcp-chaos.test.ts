import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixConnectionError, VMixTcpClient } from '../../src/vmix/index.ts'
import { randomFrom } from '../support/mutation.ts'
import { scriptedTcp } from '../support/scripted-tcp.ts'
import { openHandles, until } from '../support/waiting.ts'

interface Outcome {
  readonly path: string
  readonly answer: string | null
  readonly error: VMixConnectionError | null
}

describe('requests over a connection that breaks, hangs and comes in pieces', () => {
  it.each([1, 2, 3])(
    'get their own answer or an error, arrive once at most, and never where "nothing was sent" (%i)',
    async (seed) => {
      const random = randomFrom(seed)
      const pick = (below: number) => Math.floor(random() * below)
      const outcomes: Outcome[] = []
      await using server = await scriptedTcp((request, socket) => {
        if (request.kind !== 'xmltext') return undefined
        const reply = `XMLTEXT OK answer to ${request.path}\r\n`
        switch (pick(12)) {
          case 0:
            socket.destroy()
            return null
          case 1:
            socket.write(reply.slice(0, 9))
            socket.destroy()
            return null
          case 2:
            return null
          case 3:
            setTimeout(() => socket.destroyed || socket.write(reply), pick(30))
            return null
          case 4: {
            const cut = 1 + pick(reply.length - 1)
            socket.write(reply.slice(0, cut))
            setTimeout(() => socket.destroyed || socket.write(reply.slice(cut)), 2)
            return null
          }
          default:
            return reply
        }
      })
      const before = openHandles()
      {
        await using client = new VMixTcpClient({ host: '127.0.0.1', port: server.port, timeoutMs: 60, maxQueued: 10 })
        await client.ready()
        const ask = async (path: string) => {
          const abort = new AbortController()
          if (pick(8) === 0) setTimeout(() => abort.abort(), pick(20))
          try {
            outcomes.push({ path, answer: await client.xmlText(path, { signal: abort.signal }), error: null })
          } catch (error) {
            if (!(error instanceof VMixConnectionError)) throw error
            outcomes.push({ path, answer: null, error })
          }
        }
        const asking: Promise<void>[] = []
        for (let number = 0; number < 400; number++) {
          asking.push(ask(`path-${number}`))
          if (pick(3) === 0) await systemClock.sleep(pick(8))
        }
        await Promise.all(asking)
        // And it is well again by itself, and answers: not only in what a busy machine left of the time above.
        for (let number = 0; !outcomes.some(({ error }) => error === null) || number === 0; number++) {
          await client.ready({ timeoutMs: 30_000 })
          await ask(`later-${number}`)
        }
      }
      const arrived = server.requests.flatMap((request) => (request.kind === 'xmltext' ? [request.path] : []))
      expect(new Set(arrived).size).toBe(arrived.length)
      const wrong = outcomes.filter(({ path, answer, error }) =>
        error === null ? answer !== `answer to ${path}` : !error.mayHaveBeenSent && arrived.includes(path),
      )
      expect(wrong).toEqual([])
      // Both have happened, else this tests nothing; which failures do depends on how busy the machine is.
      const answered = outcomes.filter(({ error }) => error === null).length
      expect([answered > 0, answered < outcomes.length]).toEqual([true, true])
      await until(() => openHandles() <= before + 1)
    },
  )
})
