import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { VMixStreamingController } from '../../src/controller/index.ts'
import { findCosignatures, openSigner, readLatestCheckpoint } from '../../src/witness/index.ts'
import { generateSignerKey } from '../../src/witness/note/index.ts'
import { run, start } from './vmixctl.ts'

const folder = () => mkdtemp(join(tmpdir(), 'witness-serve-'))

async function logKey(dataFolder: string): Promise<string> {
  return (await openSigner({ folder: join(dataFolder, 'signer'), clock: systemClock })).vkey
}

describe('vmixctl witness cosign', () => {
  it('hands the newest checkpoint on now, and shows who has it and who fails', async () => {
    const dataFolder = await folder()
    const cosign = () => run(['witness', 'cosign', '--data', dataFolder, '--instance', 'studio'])
    expect((await cosign()).stderr).toContain('no checkpoint')
    {
      await using controller = new VMixStreamingController({ dataFolder, instance: 'studio' })
      await controller.logToWitness({ eventType: 'test' })
    }
    expect((await cosign()).stderr).toMatch(/names nobody\. cosigners\.json, in the data folder: \{"witnesses"/)
    const copies = await folder()
    const file = join(dataFolder, 'cosigners.json')
    await writeFile(file, JSON.stringify({ folders: [copies], webhooks: ['http://127.0.0.1:1/SECRET'] }))
    const failed = await cosign()
    expect(failed.code).toBe(1)
    expect(failed.stdout.replaceAll(/\s+/g, ' ')).toContain(`✓ folder ${copies}: 2 entries`)
    expect(failed.stdout).toContain('✗ webhook 127.0.0.1:1: The webhook at')
    expect(failed.stdout).not.toContain('SECRET')
    await writeFile(file, JSON.stringify({ folders: [copies] }))
    expect((await cosign()).code).toBe(0)
  })
})

describe('vmixctl witness serve', () => {
  it('cosigns what a controller records, as its data folder says, and goes on after a restart', async () => {
    const [dataFolder, place] = [await folder(), await folder()]
    const trust = await logKey(dataFolder)
    for (const round of [1, 2]) {
      const args = [
        'witness',
        'serve',
        '--listen',
        '127.0.0.1:0',
        '--key',
        join(place, 'key'),
        '--trust',
        trust,
        '--json',
      ]
      const witness = start(args)
      onTestFinished(() => void witness.child.kill('SIGKILL'))
      await witness.prints('"started"')
      const { url, vkey } = JSON.parse(witness.stdout.split('\n')[0] ?? '') as { url: string; vkey: string }
      await writeFile(join(dataFolder, 'cosigners.json'), JSON.stringify({ witnesses: [{ url, vkey }] }))
      await using controller = new VMixStreamingController({ dataFolder, instance: 'studio' })
      await controller.logToWitness({ eventType: 'test', params: { round } })
      await controller[Symbol.asyncDispose]()
      const checkpoint = (await readLatestCheckpoint(join(dataFolder, 'witness', 'studio'))) ?? ''
      expect(findCosignatures(checkpoint, [vkey], Date.now())[0]?.state).toBe('cosigned')
      await witness.prints(`"size":${1 + round}`)
      witness.child.kill('SIGTERM')
      expect((await witness.ended).code).toBe(0)
    }
  })

  it('says where it listens, its public key, and that others can reach it where they can', async () => {
    const place = await folder()
    const trust = await logKey(await folder())
    const args = ['witness', 'serve', '--listen', '0.0.0.0:0', '--key', join(place, 'key'), '--trust', trust]
    const witness = start([...args, '--name', 'example.com/cosigner'])
    onTestFinished(() => void witness.child.kill('SIGKILL'))
    await witness.prints('Ctrl-C ends it')
    expect(witness.stdout).toMatch(/Witness at http:\/\/0\.0\.0\.0:\d+/)
    expect(witness.stdout).toMatch(/public key +example\.com\/cosigner\+[0-9a-f]{8}\+B/)
    expect(witness.stdout).toContain('Other machines can reach it')
    const secret = (await readFile(join(place, 'key'), 'utf8')).trim().slice(-40)
    expect(witness.stdout + witness.stderr).not.toContain(secret)
  })

  it('ends with 2 where it lacks a key or a log, and with 1 where its record is lost', async () => {
    const place = await folder()
    const trust = await logKey(await folder())
    expect((await run(['witness', 'serve', '--trust', trust])).code).toBe(2)
    expect((await run(['witness', 'serve', '--key', join(place, 'key')])).code).toBe(2)
    await writeFile(join(place, 'key'), generateSignerKey('example.com/cosigner', 4))
    const lost = await run([
      'witness',
      'serve',
      '--listen',
      '127.0.0.1:0',
      '--key',
      join(place, 'key'),
      '--trust',
      trust,
    ])
    expect(lost.code).toBe(1)
    expect(lost.stderr).toContain('add --begin')
  })
})
