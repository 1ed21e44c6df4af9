import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ifThere, needs } from '../support/programs.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { mayBootSystemd, SystemdMachine, writePage } from './systemd/machine.ts'

const gateway = 'vmixctl-gateway.service'
const server = 'vmixctl.service'

/** What it says of units; their program and their user need not be on this machine. */
function verify(files: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', ...files], (_error, stdout, stderr) =>
      done(`${stdout}${stderr}`),
    )
  })
}

describe('the units of docs/server.md', () => {
  it.runIf(needs('systemd-analyze'))('are taken by systemd without a word, and a wrong one is not', async () => {
    await using folder = await temporaryFolder()
    const names = writePage(folder.path)
    expect(names).toEqual([gateway, server])
    const files = names.map((name) => join(folder.path, name))
    for (const file of files) {
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/usr/bin/vmixctl', process.execPath))
    }
    const said = (await verify(files)).split('\n').filter((line) => line.includes('vmixctl'))
    expect(said).toEqual([])
    await writeFile(files[0] ?? '', 'ExecStart=nothing\n[Service]\nRestrat=always\n')
    expect(await verify(files)).toContain(gateway)
  })

  it.runIf(ifThere(mayBootSystemd(), 'a systemd that may be booted in namespaces'))(
    'run under a systemd as they stand there: as their own user, what they may not write is read-only, and each comes back when it is killed',
    async () => {
      await using folder = await temporaryFolder()
      writePage(folder.path)
      await using machine = await SystemdMachine.boot(folder.path)
      const ready = 'fetch("http://127.0.0.1:8480/readyz").then(async (a) => console.log(a.status, await a.text()))'
      const isReady = () =>
        eventually(
          () => machine.run('/opt/node', '-e', ready),
          ({ text }) => text.startsWith('200 '),
          90_000,
        )
      const pidOf = async (unit: string) => await machine.property(unit, 'MainPID')
      const running = (unit: string, isNot = '0') =>
        eventually(
          () => pidOf(unit),
          (pid) => pid !== '0' && pid !== isNot,
          60_000,
        )
      await isReady()

      // As whom, and what they may.
      for (const unit of [gateway, server]) {
        const status = (await machine.run('cat', `/proc/${await pidOf(unit)}/status`)).text
        const owner = (await machine.run('id', '-u', 'vmixctl')).text
        expect(status).toMatch(new RegExp(`^Uid:\\s+${owner}\\s+${owner}\\s`, 'm'))
        expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
        expect(Number(owner)).toBeGreaterThan(0)
        const mounts = (await machine.run('cat', `/proc/${await pidOf(unit)}/mountinfo`)).text
        expect(mounts).toMatch(/ \/ \/ ro[, ]/)
        expect(mounts).toMatch(/ \/var\/lib\/vmixctl rw[, ]/)
      }
      expect((await machine.run('stat', '-c', '%U', '/var/lib/vmixctl/witness/server')).text).toBe('vmixctl')

      // Killed, each is started again, and the other one goes on.
      const [firstGateway, firstServer] = [await pidOf(gateway), await pidOf(server)]
      await machine.run('systemctl', 'kill', '--signal=SIGKILL', server)
      const secondServer = await running(server, firstServer)
      await isReady()
      expect(await pidOf(gateway)).toBe(firstGateway)
      await machine.run('systemctl', 'kill', '--signal=SIGKILL', gateway)
      const secondGateway = await running(gateway, firstGateway)
      await isReady()
      expect(await pidOf(server)).toBe(secondServer)

      // Another configuration, and a wrong one, by systemd's own command.
      const log = () => machine.run('sh', '-c', 'cat /var/lib/vmixctl/witness/server/*.jsonl')
      const reload = () => machine.run('systemctl', 'reload', server)
      await machine.run('sh', '-c', "sed -i 's/name: Studio$/name: Studio A/' /etc/vmixctl/vmixctl.yaml")
      expect(await reload()).toEqual({ code: 0, text: '' })
      await eventually(log, ({ text }) => text.includes('configuration_taken'))
      await machine.run('sh', '-c', 'echo wrong: >> /etc/vmixctl/vmixctl.yaml')
      expect(await reload()).toEqual({ code: 0, text: '' })
      await isReady()
      expect(await pidOf(server)).toBe(secondServer)
      await machine.run('sed', '-i', '/^wrong:/d', '/etc/vmixctl/vmixctl.yaml')

      // The server is exchanged, and the gateway carries on; both end in order.
      expect(await machine.run('systemctl', 'restart', server)).toEqual({ code: 0, text: '' })
      expect(await running(server, secondServer)).not.toBe(secondServer)
      await isReady()
      expect(await pidOf(gateway)).toBe(secondGateway)
      expect((await machine.run('systemctl', 'stop', server, gateway)).code).toBe(0)
      for (const unit of [gateway, server]) {
        expect([unit, await machine.property(unit, 'ActiveState'), await machine.property(unit, 'Result')]).toEqual([
          unit,
          'inactive',
          'success',
        ])
      }
    },
  )
})
