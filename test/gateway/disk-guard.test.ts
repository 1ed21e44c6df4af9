import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { needs, needsThat } from '../support/programs.ts'
import { receiver, until } from '../support/receiver.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'
import { complaints, probe } from '../files/material.ts'
import { addOutput, gateway, listen, openFeed, publish, rtmpSpec, temporaryFolder } from './support.ts'

const able = needs('ffmpeg', 'ffprobe') && needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted')

describe.runIf(able)('a recording on a disk that fills up, beside a destination', () => {
  it('warns, ends cleanly before the disk is full, and the destination loses nothing', async () => {
    await using folder = await temporaryFolder()
    await using disk = new SmallDisk(40 * 1024)
    await using control = await gateway(folder.path)
    await using target = await receiver()
    using heard = listen(control)
    await using _sender = publish(await openFeed(control))
    await addOutput(control, rtmpSpec('a', target.port))
    const path = join(disk.path, 'show.mp4')
    await addOutput(control, { kind: 'file', outputId: 'rec', name: 'Recording', path, format: 'MP4' })
    const recording = async () => (await control.status()).feeds[0]?.outputs.find((one) => one.outputId === 'rec')
    await expect.poll(async () => (await recording())?.file?.frames ?? 0, { timeout: 10_000 }).toBeGreaterThan(15)
    // A fifth of the disk is little room, a twentieth is none.
    await writeFile(join(disk.path, 'other'), Buffer.alloc(34 * 1024 * 1024))
    await expect
      .poll(async () => (await recording())?.health.reasons.map((reason) => reason.code), { timeout: 10_000 })
      .toContain('disk_low')
    await writeFile(join(disk.path, 'another'), Buffer.alloc(3.5 * 1024 * 1024))
    await expect.poll(async () => (await recording())?.state, { timeout: 10_000 }).toBe('failed')
    expect(await recording()).toMatchObject({ code: 'disk_full', why: expect.stringContaining('before it is full') })
    const before = target.framesReceived
    await until('the destination goes on', () => target.framesReceived > before + 30)
    expect(target.framesLost).toBe(0)
    expect(heard.kinds()).toEqual(expect.arrayContaining(['health.changed', 'output.failed']))
    const { packets } = await probe(path)
    expect(packets.filter((packet) => packet.kind === 'video')).toHaveLength((await recording())?.file?.frames ?? -1)
    expect(await complaints(path)).toBe('')
  })
})
