import { describe, expect, it } from 'vitest'
import { RequestLog } from './request-log.ts'

const request = { atMs: 0, protocol: 'http', function: 'SetText', outcome: 'done' } as const

describe('the log of what was received', () => {
  it('keeps the newest, and of each no more than a person reads', () => {
    const log = new RequestLog(2)
    const many = Array.from({ length: 50_000 }, (_, index): [string, string] => [`p${index}`, 'x'])
    log.add({ ...request, function: 'n'.repeat(100_000) }, [['k'.repeat(100_000), 'x']])
    log.add(request, [['Value', 'x'.repeat(200_000)], ...many])
    log.add(request, [['Value', `https://h/${'rtmp://'.repeat(30_000)}`]])
    log.add({ ...request, function: 'n'.repeat(100_000) }, [['k'.repeat(100_000), 'x']])
    expect(log.total).toBe(4)
    expect(JSON.stringify(log.list()).length).toBeLessThan(50_000)
    const other = new RequestLog(2)
    other.add(request, [['Value', 'x'.repeat(200_000)], ...many])
    expect(other.list()[0]?.parameters['Value']).toMatch(/^x{1000}x*…$/)
    expect(JSON.stringify(other.list()).length).toBeLessThan(50_000)
  })

  it('shows the value that counted where one is given twice', () => {
    const log = new RequestLog(2)
    log.add(request, [
      ['Value', 'first'],
      ['Value', 'second'],
    ])
    expect(log.list()[0]?.parameters).toEqual({ Value: 'first' })
  })
})
