import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { formatSecretReference, parseSecretReference, resolveSecret, Secret, SecretError } from './index.ts'

const env = { TW_KEY: 'live_1', EMPTY: ' ', LINES: 'a\nb', ENDED: 'live_2\r\n', LONG: 'x'.repeat(5000) }

describe('parseSecretReference', () => {
  it('reads both kinds, a Windows path included, and writes them back', () => {
    expect(parseSecretReference('env:TW_KEY')).toEqual({ kind: 'env', name: 'TW_KEY' })
    expect(parseSecretReference(String.raw`file:C:\keys\tw.txt`)).toEqual({
      kind: 'file',
      path: String.raw`C:\keys\tw.txt`,
    })
    for (const text of ['env:A_1', 'file:key.txt']) expect(formatSecretReference(parseSecretReference(text))).toBe(text)
  })

  it.each(['live_123', 'env:', 'env:A B', 'file:', 'FILE:x', 'file:a\0b', 'env:1A', ''])(
    'refuses %j, not repeating it',
    (text) => {
      expect(() => parseSecretReference(text)).toThrow(expect.objectContaining({ code: 'bad_reference' }))
    },
  )
})

describe('a key given where a reference belongs', () => {
  it('is not repeated in the message', () => {
    expect(() => parseSecretReference('live_123')).toThrow(/^(?!.*live_123)/)
  })
})

describe('resolveSecret', () => {
  it('reads a variable and cuts the line end', async () => {
    expect((await resolveSecret({ kind: 'env', name: 'TW_KEY' }, { env })).reveal()).toBe('live_1')
    expect((await resolveSecret({ kind: 'env', name: 'ENDED' }, { env })).reveal()).toBe('live_2')
  })

  it.each([
    ['NONE', 'not_set'],
    ['EMPTY', 'empty'],
    ['LINES', 'several_lines'],
    ['LONG', 'too_long'],
  ])('says what is wrong with the variable %s: %s', async (name, code) => {
    await expect(resolveSecret({ kind: 'env', name }, { env })).rejects.toMatchObject({ code })
  })

  it('reads a file of one line, and says which one is missing, empty or too long', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secret-'))
    const file = async (name: string, text: string): Promise<{ kind: 'file'; path: string }> => {
      await writeFile(join(folder, name), text)
      return { kind: 'file', path: join(folder, name) }
    }
    const good = await resolveSecret(await file('good', '\ufeffSECRET-a&b=c d+e#f/ü\n'))
    expect(good.reveal()).toBe('SECRET-a&b=c d+e#f/ü')
    await expect(resolveSecret(await file('none', ''))).rejects.toMatchObject({ code: 'empty' })
    await expect(resolveSecret(await file('two', 'a\nb\n'))).rejects.toMatchObject({ code: 'several_lines' })
    await expect(resolveSecret(await file('big', 'x'.repeat(100_000)))).rejects.toMatchObject({ code: 'too_long' })
    await expect(resolveSecret({ kind: 'file', path: join(folder, 'gone') })).rejects.toMatchObject({
      code: 'file_missing',
    })
    await expect(resolveSecret({ kind: 'file', path: folder })).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('never shows the secret in an error', async () => {
    const failure = await resolveSecret({ kind: 'env', name: 'LINES' }, { env: { LINES: 'hidden-1\nhidden-2' } }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(SecretError)
    expect(inspect(failure)).not.toContain('hidden')
    const secret = new Secret('hidden-3')
    expect(`${String(secret)} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain('hidden')
  })
})
