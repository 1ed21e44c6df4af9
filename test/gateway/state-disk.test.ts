import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { Memory, nothingSaved, StateFile, type SavedFeed } from '../../src/gateway/state/index.ts'
import { needsThat } from '../support/programs.ts'
import { eventually } from '../support/show.ts'
import { mayMakeDisks, SmallDisk } from '../support/small-disk.ts'

const feed = (channel: number): SavedFeed => ({ instance: 'studio-a', channel, key: 'k'.repeat(32), outputs: [] })

/** A gateway's memory on a disk, with what the gateway has open now. */
function remembering(folder: string) {
  const file = new StateFile(folder, systemClock)
  const unsaved: string[] = []
  let feeds: SavedFeed[] = []
  const memory = new Memory({
    file,
    clock: systemClock,
    now: () => ({ ...nothingSaved, feeds }),
    onUnsaved: (why) => unsaved.push(why),
  })
  return {
    memory,
    unsaved,
    open: async (channel: number) => {
      feeds = [...feeds, feed(channel)]
      await memory.save()
    },
    close: async (channel: number) => {
      feeds = feeds.filter((one) => one.channel !== channel)
      await memory.save('removal')
    },
    /** The channels that a gateway would take up that is started now. */
    left: async () => (await file.read()).state.feeds.map((one) => one.channel),
  }
}

describe.runIf(needsThat(await mayMakeDisks(), 'a tmpfs that may be mounted'))('the state on a full disk', () => {
  it('is the one from before; it is said once, and written when there is room', async () => {
    await using disk = new SmallDisk(256)
    const one = remembering(disk.path)
    await one.open(0)
    await disk.fill()
    await one.open(1)
    await one.open(2)
    expect(one.unsaved).toEqual(['ENOSPC'])
    expect(await one.left()).toEqual([0])
    await disk.free()
    await eventually(
      () => one.memory.saved,
      (saved) => saved,
    )
    expect(await one.left()).toEqual([0, 1, 2])
    await one.memory[Symbol.asyncDispose]()
  })

  it('never brings back what was removed', async () => {
    await using disk = new SmallDisk(256)
    const one = remembering(disk.path)
    await one.open(0)
    await one.open(1)
    await disk.fill()
    await one.close(0)
    expect(await one.left()).not.toContain(0)
    await disk.free()
    await eventually(
      () => one.memory.saved,
      (saved) => saved,
    )
    expect(await one.left()).toEqual([1])
    await one.memory[Symbol.asyncDispose]()
  })

  it('leaves no half of a file, and none that others can read', async () => {
    await using disk = new SmallDisk(256)
    const one = remembering(disk.path)
    await one.open(0)
    await disk.fill()
    await one.open(1)
    expect(existsSync(join(disk.path, 'state.json.new'))).toBe(false)
    expect(JSON.parse(await readFile(join(disk.path, 'state.json'), 'utf8'))).toMatchObject({ format: 1 })
    await one.memory[Symbol.asyncDispose]()
  })
})
