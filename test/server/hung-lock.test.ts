import { execFileSync } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { eventually, temporaryFolder } from '../support/show.ts'
import { instanceOf, openTestRoom, shown, simulated } from './open.ts'

it('a show lock whose disk hangs keeps no vMix from being shown as it is', async () => {
  await using folder = await temporaryFolder()
  await using simulator = await simulated(join(folder.path, 'vmix'))
  const locks = join(folder.path, 'locks', 'studio')
  await mkdir(locks, { recursive: true })
  // Whoever reads a pipe waits until somebody writes, as on a disk that does not answer.
  const pipe = join(locks, 'show-lock.json')
  execFileSync('mkfifo', [pipe])
  await using room = await openTestRoom(folder.path, { instances: [instanceOf(simulator)] })
  try {
    await eventually(
      () => shown(room, 'instance', 'studio'),
      (view) => view?.connection.state === 'connected',
    )
    await simulator.setFault('refuse', '')
    const gone = await eventually(
      () => shown(room, 'instance', 'studio'),
      (view) => view?.connection.state === 'unreachable',
    )
    expect(gone?.locked).toBe(false)
  } finally {
    await (await open(pipe, 'r+')).close()
  }
})
