import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DemoReport } from '../../src/cli/demo/report.ts'
import { findProgram } from '../support/programs.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { commandLines, run, start } from './vmixctl.ts'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

describe('the demo', () => {
  it('works, counts what it claims, and leaves recording, log and the tampered copy', async () => {
    await using folder = await temporaryFolder()
    const { code, stdout, stderr } = await run(['demo', '--seconds', '6', '--json', '--out', folder.path])
    const report = JSON.parse(stdout) as DemoReport
    expect({ code, report, stderr }).toMatchObject({ code: 0, report: { success: true } })
    expect(Object.keys(report)).toEqual(['success', 'destinations', 'health', 'outage', 'recording', 'witness'])
    expect(report.destinations).toHaveLength(3)
    for (const destination of report.destinations) {
      expect(Object.keys(destination)).toEqual(['name', 'state', 'framesReceived', 'fps', 'bitrateKbps', 'framesLost'])
      expect(destination.state).toBe('live')
      expect(destination.framesReceived).toBeGreaterThan(30)
      expect(destination.fps).toBeGreaterThan(15)
      expect(destination.bitrateKbps).toBeGreaterThan(100)
    }
    expect(report.destinations.map(({ framesLost }) => framesLost > 0)).toEqual([false, true, false])
    expect(Object.keys(report.outage)).toEqual(['detectedMs', 'recoveredMs', 'framesLostElsewhere'])
    expect(report.outage.framesLostElsewhere).toBe(0)
    expect(report.outage.detectedMs).toBeLessThan(3000)
    expect(report.recording).toMatchObject({ format: 'MP4' })
    expect(report.recording.frames).toBeGreaterThan(150)
    expect(report.witness).toMatchObject({ valid: true })
    expect(report.witness.tamperFoundAt).toBeGreaterThan(0)
    const lines = (await readFile(report.witness.file, 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(report.witness.entries)
    expect(lines[report.witness.tamperFoundAt ?? 0]).toContain('stream_started')
    const [own = ''] = await readdir(folder.path)
    expect((await readdir(join(folder.path, own))).toSorted()).toEqual([
      'show.mp4',
      'signer',
      'tampered-copy.jsonl',
      'witness',
    ])
    expect(await commandLines(folder.path)).toEqual([])
    await isPlayable(report)
  })

  it('tells its story to people, marked as simulated, within the width of a terminal', async () => {
    await using folder = await temporaryFolder()
    const { code, stdout } = await run(['demo', '--seconds', '3', '--keep', '--out', folder.path])
    expect(code).toBe(0)
    expect(stdout).toContain('SIMULATED')
    for (const said of [
      'breaks down',
      'alarm after',
      'live again',
      'frames lost at the two others: 0',
      'All of it worked.',
    ]) {
      expect(stdout).toContain(said)
    }
    const [own = ''] = await readdir(folder.path)
    expect(await readdir(join(folder.path, own))).toContain('gateway')
  })

  it('ends all its processes when it is ended early', async () => {
    await using folder = await temporaryFolder()
    const demo = start(['demo', '--out', folder.path])
    await demo.prints('LIVE')
    demo.child.kill('SIGINT')
    const { code, stderr } = await demo.ended
    expect(code).toBe(1)
    expect(stderr).toContain('ended early')
    expect(await commandLines(folder.path)).toEqual([])
  })

  it('takes its processes along even when it is killed', async () => {
    await using folder = await temporaryFolder()
    const demo = start(['demo', '--out', folder.path])
    await demo.prints('LIVE')
    demo.child.kill('SIGKILL')
    await demo.ended
    const left = await eventually(
      () => commandLines(folder.path),
      (lines) => lines.length === 0,
    )
    expect(left).toEqual([])
  })
})

async function isPlayable(report: DemoReport): Promise<void> {
  const ffprobe = findProgram('ffprobe')
  if (ffprobe === null) return
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-count_packets',
    '-show_entries',
    'stream=nb_read_packets:format=duration',
    '-of',
    'json',
  ]
  const { stdout } = await promisify(execFile)(ffprobe, [...args, report.recording.file ?? ''])
  const probed = JSON.parse(stdout) as { streams: { nb_read_packets: string }[]; format: { duration: string } }
  expect(Number(probed.streams[0]?.nb_read_packets)).toBe(report.recording.frames)
  expect(Math.abs(Number(probed.format.duration) - (report.recording.durationSeconds ?? 0))).toBeLessThan(0.2)
}
