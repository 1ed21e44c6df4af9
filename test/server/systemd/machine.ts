import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { eventually, temporaryFolder } from '../../support/show.ts'

const boot = join(import.meta.dirname, 'boot')
const checkout = resolve(import.meta.dirname, '../../..')
/** Where its control groups are made, so that nothing of it is left in those of this machine. */
const hierarchies = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified']

/** What the boot needs of the kernel, tried in namespaces that end with the trial. */
const trial = `mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r /mnt/c /mnt/d &&
  mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r &&
  mount -t cgroup2 cgroup2 /mnt/c && mount -t cgroup -o none,name=systemd systemd /mnt/d`

/** Whether a systemd can be booted here: Linux, root, systemd's program, and control groups as systemd 252 knows them. */
export function mayBootSystemd(): boolean {
  return (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    existsSync('/lib/systemd/systemd') &&
    hierarchies.every((folder) => existsSync(join(folder, 'cgroup.procs'))) &&
    spawnSync('unshare', ['--mount', '--pid', '--net', '--ipc', '--uts', '--cgroup', '--fork', 'sh', '-c', trial], {
      timeout: 20_000,
    }).status === 0
  )
}

export interface Answer {
  readonly code: number
  readonly text: string
}

/** A Linux of its own with systemd as its first process, for as long as a test lasts. */
export class SystemdMachine implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack
  readonly #first: number

  private constructor(stack: AsyncDisposableStack, first: number) {
    this.#stack = stack
    this.#first = first
  }

  /** @param page folder with the units and `install.sh`, which is run before they start */
  static async boot(page: string): Promise<SystemdMachine> {
    await using stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder())
    const groups = hierarchies.map((hierarchy) => join(hierarchy, `vmixctl-test-${process.pid}`))
    for (const group of groups) mkdirSync(group)
    stack.defer(() => {
      for (const group of groups) removeGroups(group)
    })
    const args = [folder.path, checkout, realpathSync(process.execPath), page]
    // Into its control groups first: what is beneath them is all that it sees.
    const enter = `${groups.map((group) => `echo $$ > ${group}/cgroup.procs`).join(' && ')} && exec "$@"`
    const namespaces = ['--mount', '--pid', '--net', '--ipc', '--uts', '--cgroup', '--fork', '--kill-child']
    const child = spawn('sh', ['-c', enter, 'sh', 'unshare', ...namespaces, boot, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    child.stdout.on('data', (part: Buffer) => said.push(part.toString()))
    child.stderr.on('data', (part: Buffer) => said.push(part.toString()))
    stack.defer(() => ended(child))
    const first = await eventually(
      () => (child.exitCode === null ? systemdBelow(child.pid ?? 0) : Number.NaN),
      (pid) => pid !== 0,
      60_000,
    )
    if (Number.isNaN(first)) throw new Error(`systemd did not boot: ${said.join('')}`)
    return new SystemdMachine(stack.move(), first)
  }

  /** Runs a program within it. */
  run(...command: readonly string[]): Promise<Answer> {
    const into = ['-t', String(this.#first), '-m', '-p', '-n', '-i', '-u', '-r', '-w']
    return new Promise((done) => {
      execFile('nsenter', [...into, ...command], { timeout: 60_000 }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code ?? 1), text: `${stdout}${stderr}`.trim() }),
      )
    })
  }

  /** A property of a unit, as systemd has it. */
  async property(unit: string, name: string): Promise<string> {
    return (await this.run('systemctl', 'show', '--value', '-p', name, unit)).text
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

/** The process that `unshare` started, once it is systemd; 0: not yet. */
function systemdBelow(pid: number): number {
  try {
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    return readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'systemd' ? Number(child) : 0
  } catch {
    return 0
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  // With the first process of its namespace ends all that is in it.
  child.kill('SIGKILL')
  await exit
}

/** From the innermost out; what is still ending is waited for by trying again. */
function removeGroups(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroups(join(group, entry.name))
  }
  for (let tries = 0; ; tries++) {
    try {
      rmdirSync(group)
      return
    } catch (error) {
      if (tries === 50) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
}

/** What the page `docs/server.md` has, as files in a folder: its units, and what it says to do before. */
export function writePage(folder: string): readonly string[] {
  const text = readFileSync(join(checkout, 'docs/server.md'), 'utf8')
  const units = [...text.matchAll(/`\/etc\/systemd\/system\/([\w-]+\.service)`:\n```ini\n([^`]+)```/g)]
  for (const [, name = '', unit = ''] of units) {
    // Addresses of this machine alone: there is no other in it.
    const local = unit.replaceAll(/0\.0\.0\.0|192\.168\.\d+\.\d+/g, '127.0.0.1')
    writeFileSync(join(folder, name), local)
  }
  const [, install = ''] = /```\n(useradd [^`]+)```/.exec(text) ?? []
  // Units are enabled and started by the boot itself.
  writeFileSync(join(folder, 'install.sh'), install.replaceAll(/^systemctl.*$/gm, ''))
  return units.map(([, name = '']) => name)
}
