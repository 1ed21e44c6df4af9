import { describe, expect, it } from 'vitest'
import { foreignOrigin, isJson, isKnownHost, type RequestOrigin, unproven } from './origin.ts'

const asked: RequestOrigin = {
  method: 'POST',
  host: 'studio:8480',
  origin: undefined,
  fetchSite: undefined,
  contentType: undefined,
  localAddress: '192.168.1.10',
  secure: false,
}

describe('where a request is from', () => {
  it.each([
    ['192.168.1.10:8480', true],
    ['[::1]:8480', true],
    ['127.8.9.10', true],
    ['LOCALHOST', true],
    ['studio', true],
    ['192.168.1.11', false],
    ['studio.evil.example', false],
    ['localhost@evil.example', false],
    ['127.0.0.1.nip.io', false],
    ['', false],
    [undefined, false],
  ])('the name %s is known: %s', (host, known) => {
    expect(isKnownHost({ ...asked, host }, ['studio'])).toBe(known)
  })

  it('an address that was reached in the clothes of IPv6 is that address', () => {
    expect(isKnownHost({ ...asked, host: '192.168.1.10', localAddress: '::ffff:192.168.1.10' }, [])).toBe(true)
  })

  it('a page is ours by its scheme, name and port together', () => {
    const from = (origin: string, more: Partial<RequestOrigin> = {}) => foreignOrigin({ ...asked, origin, ...more })
    expect(from('http://studio:8480')).toBeNull()
    expect(from('https://studio:8480', { secure: true })).toBeNull()
    for (const origin of [
      'https://studio:8480',
      'http://studio',
      'http://studio:8481',
      'http://evil.example',
      'null',
      '',
    ]) {
      expect(from(origin)).not.toBeNull()
    }
    expect(from('http://studio:8480', { fetchSite: 'cross-site' })).not.toBeNull()
    expect(foreignOrigin({ ...asked, fetchSite: 'none' })).toBeNull()
  })

  it('a change without a token in its head proves that no form sent it', () => {
    expect(unproven(asked, 'token')).toBeNull()
    expect(unproven({ ...asked, method: 'GET' }, 'session')).toBeNull()
    for (const by of ['local', 'session'] as const) {
      expect(unproven(asked, by)).not.toBeNull()
      expect(unproven({ ...asked, origin: 'http://studio:8480' }, by)).toBeNull()
    }
    const json = { ...asked, contentType: 'application/json; charset=utf-8' }
    expect(unproven(json, 'local')).toBeNull()
    expect(unproven(json, 'session')).not.toBeNull()
    for (const type of ['text/plain', 'application/jsonp', 'text/plain; x=application/json', undefined])
      expect(isJson(type)).toBe(false)
  })
})
