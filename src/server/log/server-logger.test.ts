import { describe, expect, it } from 'vitest'
import { createRedactor, Secret } from '../../secrets/index.ts'
import { serverLogger } from './server-logger.ts'

const planted = 'live_PLANTED-a&b"c d'

function logged(as: 'json' | 'text'): string[] {
  const lines: string[] = []
  const log = serverLogger({ redactor: createRedactor([new Secret(planted)]), write: (line) => lines.push(line), as })
  log.info({ instance: 'studio', url: `rtmp://h/app/${planted}` }, `The key is ${planted}.`)
  log.error({ err: new Error(planted, { cause: new Error(encodeURIComponent(planted)) }) }, 'A defect.')
  return lines
}

describe("the server's log", () => {
  it('is an object a line, and no secret gets out of it, in whatever field and spelling', () => {
    const lines = logged('json')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', instance: 'studio', message: 'The key is [secret].' },
      { level: 'error', message: 'A defect.', err: { type: 'Error' } },
    ])
    expect(lines.join('')).not.toContain('PLANTED')
  })

  it('is sentences on a terminal', () => {
    const [first = '', second = ''] = logged('text')
    expect(first).toMatch(/^\d\d:\d\d:\d\d info {2}studio: The key is \[secret\]\.\n$/)
    expect(second).toMatch(/^\d\d:\d\d:\d\d error A defect\.\n$/)
  })
})
