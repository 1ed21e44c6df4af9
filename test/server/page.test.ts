import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/show.ts'
import { send, startApi } from './api.ts'

async function builtPage(folder: string): Promise<string> {
  const built = join(folder, 'dashboard')
  await mkdir(join(built, 'assets'), { recursive: true })
  await writeFile(join(built, 'index.html'), '<!doctype html><title>Control room</title>')
  await writeFile(join(built, 'assets', 'index-O5ZB3pEQ.js'), 'console.log(1)\n'.repeat(500))
  await writeFile(join(built, 'notes.sh'), 'no part of a page')
  await writeFile(join(folder, 'secret.txt'), 'PLANTED')
  return built
}

describe('the page', () => {
  it('is served with its types, once for each version of it', async () => {
    await using folder = await temporaryFolder()
    await using api = await startApi({ pageFolder: await builtPage(folder.path) })
    const page = await send(api.port, { path: '/' })
    expect(page).toMatchObject({
      status: 200,
      text: expect.stringContaining('Control room'),
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': expect.stringContaining("script-src 'self'"),
      },
    })
    const etag = String(page.headers['etag'])
    expect(await send(api.port, { path: '/', headers: { 'if-none-match': etag } })).toMatchObject({
      status: 304,
      text: '',
    })
    const script = await fetch(`${api.url}/assets/index-O5ZB3pEQ.js`)
    expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ])
    const packed = Buffer.from(
      await (
        await fetch(`${api.url}/assets/index-O5ZB3pEQ.js`, { headers: { 'accept-encoding': 'gzip' } })
      ).arrayBuffer(),
    )
    expect(packed.length > 1000 ? packed.toString() : gunzipSync(packed).toString()).toBe(
      'console.log(1)\n'.repeat(500),
    )
  })

  it('that was built anew is seen without starting the server again', async () => {
    await using folder = await temporaryFolder()
    const built = await builtPage(folder.path)
    await using api = await startApi({ pageFolder: built })
    await send(api.port, { path: '/' })
    await writeFile(join(built, 'index.html'), '<!doctype html><title>Another one</title>')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await send(api.port, { path: '/' })).text).toContain('Another one')
  })

  it('leads to no other file, however the address is written', async () => {
    await using folder = await temporaryFolder()
    await using api = await startApi({ pageFolder: await builtPage(folder.path) })
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//secret.txt',
      '/./../secret.txt',
      '/assets/%00',
      '/notes.sh',
      '/assets',
      '/assets/',
      '/index.html/',
      '/INDEX.HTML',
      `/${folder.path}/secret.txt`,
      '/..%252fsecret.txt',
    ]) {
      const answer = await send(api.port, { path })
      expect([path, answer.status]).toEqual([path, 404])
      expect(answer.text).not.toContain('PLANTED')
    }
  })

  it('that is not built says how to build it', async () => {
    await using folder = await temporaryFolder()
    await using api = await startApi({ pageFolder: join(folder.path, 'nothing') })
    const answer = await send(api.port, { path: '/' })
    expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('npm run build') })
    expect(answer.text).not.toMatch(/<script|<style|style=|onload/)
  })
})
