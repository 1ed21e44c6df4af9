import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { readFlv } from '../../src/gateway/codec/index.ts'
import { createFileOutput } from '../../src/gateway/outputs/file/index.ts'
import type { MediaPacket } from '../../src/gateway/packet.ts'
import { temporaryFolder, topBoxes } from './material.ts'

/** The same numbers each time, so that a failure can be seen again. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function damaged(packet: MediaPacket, random: (below: number) => number): MediaPacket {
  switch (random(12)) {
    case 0:
      return { ...packet, dtsMs: packet.dtsMs + random(40_000) - 20_000 }
    case 1:
      return { ...packet, dtsMs: random(5000) }
    case 2:
      return { ...packet, ctsMs: random(2 ** 24) - 2 ** 23 }
    case 3:
      return { ...packet, role: packet.kind === 'video' ? 'key' : packet.role }
    case 4:
      return { ...packet, body: packet.body.subarray(0, random(packet.body.length + 1)) }
    case 5: {
      const body = Buffer.from(packet.body)
      for (let count = random(8); count >= 0; count--) body[random(body.length)] = random(256)
      return { ...packet, body }
    }
    default:
      return packet
  }
}

describe('a recording of a damaged feed', () => {
  it.each(['MP4', 'MKV'] as const)('ends as a well-formed %s, or says why it cannot', async (format) => {
    await using folder = await temporaryFolder()
    const clip = readFlv(await readFile(join(import.meta.dirname, '../../assets/clip.flv'))).packets.slice(0, 200)
    const failures: string[] = []
    for (let seed = 1; seed <= 40; seed++) {
      const random = numbers(seed)
      const path = join(folder.path, `${seed}.${format.toLowerCase()}`)
      const output = createFileOutput({ outputId: 'rec', name: 'Recording', path, format, clock: systemClock })
      for (const packet of clip) output.packet(random(3) === 0 ? damaged(packet, random) : packet)
      if (random(2) === 0) output.feedEnded('lost')
      const status = await output.close()
      if (status.code !== null && status.code !== 'unsupported') failures.push(`seed ${seed}: ${status.why}`)
      const parts = format === 'MP4' ? (status.file?.parts ?? []) : []
      for (const part of parts) {
        const boxes = topBoxes(await readFile(part)).map((box) => box.type)
        if (boxes.join() !== 'ftyp,mdat,moov') failures.push(`seed ${seed}: ${boxes.join()}`)
      }
    }
    expect(failures).toEqual([])
  })
})
