import type { Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { temporaryFolder } from '../support/show.ts'
import { object, run } from './vmixctl.ts'

const ofVMix = ['--host', '--port', '--data', '--instance', '--user', '--password-env', '--json']
const ofTheLog = ['--host', '--port', '--data', '--instance', '--json']
/** Every command, and which of the options that all have mean something to it. */
const commands: readonly (readonly [string, readonly string[]])[] = [
  ['live', ofVMix],
  ['status', ofVMix],
  ['health', ofVMix],
  ['stream start', ofVMix],
  ['stream stop', ofVMix],
  ['stream use', ofTheLog],
  ['stream direct', ofVMix],
  ['resume', ofVMix],
  ['record start', ofVMix],
  ['record stop', ofVMix],
  ['witness list', ofTheLog],
  ['witness show', ofTheLog],
  ['witness tail', ofTheLog],
  ['witness verify', ofTheLog],
  ['witness key', ['--data', '--json']],
  ['witness prove', ofTheLog],
  ['witness verify-proof', ['--json']],
  ['witness export', ofTheLog],
  ['witness check-file', ofTheLog],
  ['witness cosign', ofTheLog],
  ['witness serve', ['--json']],
  ['call', ofVMix],
  ['functions', ['--json']],
  ['doctor', ofVMix],
  ['demo', ['--json']],
  ['simulate', ['--host', '--password-env', '--json']],
  ['gateway', ['--data', '--json']],
  ['gateway status', ['--data', '--json']],
  ['gateway stop', ['--data', '--json']],
  ['gateway open', ['--data', '--json']],
  ['config check', ['--json']],
  ['config init', ['--json']],
  ['lock off', ofTheLog],
  ['lock on', ofTheLog],
  ['lock status', ofTheLog],
  ['preflight', ofVMix],
  ['serve', ['--data', '--json']],
  ['srt-output start', ofVMix],
  ['srt-output stop', ofVMix],
  ['token add', ['--data', '--json']],
  ['token list', ['--data', '--json']],
  ['token revoke', ['--data', '--json']],
  ['preview', ofTheLog],
  ['feed slate', ofTheLog],
  ['feed back', ofTheLog],
  ['feed standby', ofTheLog],
  ['proxy', ofVMix],
]

describe('help', () => {
  it.each(commands)('of %s has examples, and those of the common options that it looks at', async (command, used) => {
    const help = await run([...command.split(' '), '--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain(`$ vmixctl ${command}`)
    expect(ofVMix.filter((option) => help.stdout.includes(`\n  ${option} `))).toEqual(used)
  })

  it('is there for every command', () => {
    const leaves = (command: Command): readonly string[] =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.flatMap((child) => leaves(child).map((name) => `${command.name()} ${name}`))
    // What it does by itself is what it is for.
    const there = [...leaves(buildProgram('')).map((name) => name.replace('vmixctl ', '')), 'gateway']
    expect(commands.map(([name]) => name).sort()).toEqual([...there].sort())
  })

  it('of simulate lists every fault that there is', async () => {
    const { stdout } = await run(['simulate', '--help'])
    const { FAULTS, faultUsage } = await import('../../src/simulator/index.ts')
    for (const name of Object.keys(FAULTS)) expect(stdout).toContain(`\n  ${faultUsage(name as keyof typeof FAULTS)}\n`)
  })

  it('loads nothing heavy, so that it is quick', async () => {
    await using folder = await temporaryFolder()
    const hook = join(folder.path, 'loaded.mjs')
    await writeFile(
      hook,
      `import { registerHooks } from 'node:module'
       const seen = []
       registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
       process.on('exit', () => process.stderr.write(seen.join('\\n')))`,
    )
    const { stderr } = await run(['--help'], { env: { NODE_OPTIONS: `--import ${hook}` } })
    expect(stderr).toContain('src/cli/program.ts')
    expect(stderr).not.toMatch(
      /src\/(?:controller|gateway|simulator|witness|vmix)\/|node_modules\/(?:zod|mediabunny|saxes)/,
    )
  })

  it('has no colour without a terminal', async () => {
    const { stdout } = await run(['--help'], { env: { NO_COLOR: '' } })
    expect(stdout).not.toContain('\u001b')
  })
})

describe('what is typed wrongly ends with 2, and is not repeated where it may be a key', () => {
  it.each([
    [['bogus']],
    [['live']],
    [['live', '--to', 'twitch:SECRET']],
    [['live', '--to', 'rtmp://host/app/SECRET']],
    [['live', '--key=SECRET', '--to', 'twitch:env:K']],
    [['live', '--to', 'twitch', '--key-env', 'SECRET-a&b']],
    [['stream', 'start', 'rtmp://host/app:SECRET', '--channel', '0']],
    [['stream', 'start', 'twitch', 'SECRET', '--channel', '0', '--key-env', 'K']],
    [['stream', 'start', 'twitch:env:K']],
    [['stream', 'start', 'twitch:env:K', '--channel', 'SECRET']],
    [['stream', 'start', '--gateway', 'SECRET', 'twitch:env:K', '--channel', '0']],
    [['stream', 'stop']],
    [['status', '--port', '99999']],
    [['status', '--instance', 'Not A Name']],
    [['status', '--watch', 'SECRET']],
    [['simulate', '--fault', 'bogus', '--http-port', '0', '--tcp-port', '0']],
    [['simulate', '--vmix-version', 'x', '--http-port', '0', '--tcp-port', '0']],
    [['simulate', '--port', '18088']],
    [['simulate', '--preset', 'not-there.xml', '--http-port', '0', '--tcp-port', '0']],
    [['witness', 'export', '--format', 'xml']],
  ])('%j', async (args) => {
    await using folder = await temporaryFolder()
    const { code, stdout, stderr } = await run([...args, '--data', folder.path])
    expect({ code, stderr }).toMatchObject({ code: 2 })
    expect(stdout).toBe('')
    expect(stderr).not.toBe('')
    expect(stderr).not.toContain('SECRET')
  })

  it('names the argument that is missing', async () => {
    expect((await run(['call'])).stderr).toBe(
      "error: missing required argument 'NAME'. Add --help to see what there is.\n",
    )
    expect((await run(['witness', 'show'])).stderr).toContain("'ID'")
  })

  it('is an object with --json', async () => {
    expect(object(await run(['stream', 'stop', '--json']))).toMatchObject({ success: false, error: 'usage' })
    expect(object(await run(['live', '--to', 'twitch:SECRET', '--json']))).toMatchObject({
      success: false,
      error: 'usage',
    })
  })

  it('a key that is not there is told before anything starts', async () => {
    await using folder = await temporaryFolder()
    const { code, stderr } = await run(['live', '--to', 'twitch:env:NOT_SET_ANYWHERE', '--data', folder.path])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'The variable NOT_SET_ANYWHERE is not set. Set it, then try again.\n',
    })
  })

  it('a vMix elsewhere must be told how it reaches the gateway here', async () => {
    await using folder = await temporaryFolder()
    const { code, stderr } = await run(
      ['live', '--to', 'twitch:env:K', '--host', 'vmix.invalid', '--data', folder.path],
      {
        env: { K: 'key' },
      },
    )
    expect(code).toBe(2)
    expect(stderr).toContain('--advertise')
  })
})

it('a folder that cannot be used is told in words, and ends with 1', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  const { code, stderr } = await run(['demo', '--out', join(folder.path, 'file', 'in')])
  expect(code).toBe(1)
  expect(stderr).toContain('cannot be used (ENOTDIR). Check')
})

it('prints the version of the package', async () => {
  const { stdout } = await run(['--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
