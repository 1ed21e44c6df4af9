import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/show.ts'
import { Secret } from '../../../secrets/index.ts'
import { FileKeptShows } from './kept-shows.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const presets = { destination: () => null }
const by = (name: string, port: number) => ({
  name,
  rtmpUrl: `rtmp://127.0.0.1:${port}/live`,
  streamKey: { kind: 'env', name: `KEY_OF_${name}` } as const,
})
const one = { ...by('ONE', 1), destinationId: 'one' }
const two = { ...by('TWO', 2), destinationId: 'two' }
const recorded = ({ destinationId, rtmpUrl: url }: { readonly destinationId: string; readonly rtmpUrl: string }) => ({
  destinationId,
  url,
})

it('says where a key stands, also after a restart, until the stream is stopped', async () => {
  await using folder = await temporaryFolder()
  const options = { serverFolder: folder.path, presets, log }
  {
    await using kept = await FileKeptShows.open(options)
    kept.note('studio', 0, [one, two])
    kept.note('studio', 1, [two])
  }
  await using again = await FileKeptShows.open(options)
  expect(again.find('studio', 0, recorded(two))).toEqual(two)
  expect(again.find('studio', 1, recorded(one))).toBeNull()
  expect(again.find('other', 0, recorded(one))).toBeNull()
  again.forget('studio', 0)
  expect(again.find('studio', 0, recorded(two))).toBeNull()
})

it('keeps the order in which they were asked for, also when one is asked for again', async () => {
  await using folder = await temporaryFolder()
  await using kept = await FileKeptShows.open({ serverFolder: folder.path, presets, log })
  kept.note('studio', 0, [one, two])
  kept.note('studio', 0, [one])
  const live = [recorded(two), { destinationId: 'elsewhere', url: 'rtmp://x/y' }, recorded(one)]
  expect(kept.inOrder('studio', 0, live).map(({ destinationId }) => destinationId)).toEqual(['one', 'two', 'elsewhere'])
})

it('knows one without a name of its own by its address', async () => {
  await using folder = await temporaryFolder()
  await using kept = await FileKeptShows.open({ serverFolder: folder.path, presets, log })
  kept.note('studio', 0, [by('ONE', 1)])
  const url = 'rtmp://127.0.0.1:1/live'
  expect(kept.find('studio', 0, { destinationId: 'made-8d2e', url })).toEqual(by('ONE', 1))
  // Another account at the same address: what was asked for last is what vMix has.
  const other = { kind: 'env', name: 'OTHER_KEY' } as const
  kept.note('studio', 0, [{ ...by('ONE', 1), streamKey: other }])
  expect(kept.find('studio', 0, { destinationId: 'made-77c0', url })?.streamKey).toEqual(other)
  kept.note('studio', 0, [by('ONE', 1)])
  expect(kept.find('studio', 0, { destinationId: 'made-8d2e', url })).toEqual(by('ONE', 1))
})

it('never keeps a key, nor an address with one in it', async () => {
  await using folder = await temporaryFolder()
  {
    await using kept = await FileKeptShows.open({ serverFolder: folder.path, presets, log })
    kept.note('studio', 0, [
      one,
      { ...two, streamKey: 'PLANTED-key' },
      { ...two, streamKey: new Secret('PLANTED-key') },
      { ...two, rtmpUrl: 'rtmp://user:PLANTED-key@127.0.0.1:2/live' },
      { srtAddress: 'srt://127.0.0.1:9', passphrase: 'PLANTED-key-long' },
    ])
  }
  const text = await readFile(join(folder.path, 'shows.json'), 'utf8')
  expect(text).toContain('KEY_OF_ONE')
  expect(text).not.toContain('PLANTED')
})

it('begins anew where its file is damaged', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'shows.json'), '{"version":1')
  await using kept = await FileKeptShows.open({ serverFolder: folder.path, presets, log })
  kept.note('studio', 0, [one])
  expect(kept.find('studio', 0, recorded(one))).toEqual(one)
})
