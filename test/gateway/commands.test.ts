import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { receiver, until } from '../support/receiver.ts'
import { addOutput, envelope, gateway, openFeed, publish, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

describe('commands', () => {
  it('are idempotent: the same output is no change, another target of the same id a conflict', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    await using target = await receiver()
    await openFeed(control)
    const spec = rtmpSpec('a', target.port)
    expect(await addOutput(control, spec)).toMatchObject({ existed: false })
    expect(await addOutput(control, spec)).toMatchObject({ existed: true })
    const both = await Promise.all([
      addOutput(control, rtmpSpec('b', target.port)),
      addOutput(control, rtmpSpec('b', target.port)),
    ])
    expect(new Set(both.map((reply) => reply.existed))).toEqual(new Set([false, true]))
    await expect(addOutput(control, { ...spec, key: 'another' })).rejects.toMatchObject({ code: 'conflict' })
    // The same place under another id, or from another channel, would be the same stream sent twice.
    await openFeed(control, 1)
    await expect(addOutput(control, { ...spec, outputId: 'again' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(addOutput(control, { ...spec, outputId: 'again' }, 1)).rejects.toMatchObject({ code: 'conflict' })
    expect(await removeOutput(control, 'a')).toMatchObject({ output: { state: 'closed' } })
    expect(await removeOutput(control, 'a')).toMatchObject({ output: null })
  })

  it('are not carried out after their deadline', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const late = { ...envelope(), deadline: new Date(Date.now() - 1).toISOString() }
    await expect(control.send({ ...late, kind: 'feed.open', params: {} })).rejects.toMatchObject({ code: 'expired' })
    expect((await control.status()).feeds).toEqual([])
  })

  it('are refused with a code where they cannot be right', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path, { limits: { feeds: 1, outputsPerFeed: 1 } })
    const spec = rtmpSpec('a', 1935)
    await expect(addOutput(control, spec)).rejects.toMatchObject({ code: 'no_such_feed' })
    const { key } = await openFeed(control)
    await expect(openFeed(control, 1)).rejects.toMatchObject({ code: 'limit' })
    const bad = { code: 'bad_target' }
    await expect(addOutput(control, { ...spec, url: 'http://x/app' })).rejects.toMatchObject(bad)
    await expect(addOutput(control, { ...spec, url: 'rtmp://user:pw@x/app' })).rejects.toMatchObject(bad)
    await expect(addOutput(control, { ...spec, key: 'two\nlines' })).rejects.toMatchObject(bad)
    await expect(addOutput(control, { ...spec, key: key.reveal() })).rejects.toMatchObject(bad)
    const file = { kind: 'file', outputId: 'rec', name: 'Recording', format: 'MP4' } as const
    await expect(addOutput(control, { ...file, path: 'show.mp4' })).rejects.toMatchObject(bad)
    await expect(addOutput(control, { ...file, path: join(folder.path, 'no', 'show.mp4') })).rejects.toMatchObject(bad)
    const there = join(folder.path, 'there.mp4')
    await writeFile(there, 'precious')
    await expect(addOutput(control, { ...file, path: there })).rejects.toMatchObject(bad)
    await addOutput(control, { ...file, path: join(folder.path, 'show.mp4') })
    await expect(addOutput(control, spec)).rejects.toMatchObject({ code: 'limit' })
    // @ts-expect-error a version that does not exist
    await expect(control.send({ ...envelope(), version: 2, kind: 'feed.open', params: {} })).rejects.toMatchObject({
      code: 'unsupported_version',
    })
    // @ts-expect-error a field too many
    await expect(control.send({ ...envelope(), kind: 'feed.open', params: { key: 'x' } })).rejects.toMatchObject({
      code: 'bad_message',
    })
  })

  it('record: the last status of a removed recording says what is on disk', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    const feed = await openFeed(control)
    const path = join(folder.path, 'show.mp4')
    await addOutput(control, { kind: 'file', outputId: 'rec', name: 'Recording', path, format: 'MP4' })
    await using sender = publish(feed)
    await until('two seconds are sent', () => sender.framesSent > 60)
    const { output } = await removeOutput(control, 'rec')
    expect(output).toMatchObject({ state: 'closed', file: { format: 'MP4', parts: [path] } })
    expect(output?.file?.frames).toBeGreaterThan(30)
    expect(output?.reading.expectedFps).toBe(30)
  })

  it('give up a refused key after some tries, and try anew when asked again', async () => {
    await using folder = await temporaryFolder()
    await using control = await gateway(folder.path)
    let accept = false
    await using target = await receiver({ acceptKey: () => accept })
    await openFeed(control)
    const spec = rtmpSpec('a', target.port)
    await addOutput(control, spec)
    await until('given up', () => control.openChannels[0]?.status().outputs[0]?.state === 'failed')
    const failed = control.openChannels[0]?.status().outputs[0]
    expect(failed).toMatchObject({ code: 'rejected', attempts: 4, health: { healthStatus: 'critical' } })
    expect(JSON.stringify(failed)).not.toContain('key-of-a')
    accept = true
    expect(await addOutput(control, spec)).toMatchObject({ existed: false })
    await until('connected', () => target.publishers === 1)
  })
})
