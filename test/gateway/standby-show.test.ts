import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock/index.ts'
import { makeCertificates } from '../support/certificates.ts'
import { nginxWithRtmp, startNginx } from '../support/nginx.ts'
import { needs, needsThat } from '../support/programs.ts'
import { until } from '../support/receiver.ts'
import { continuityOf, decodeErrors, packetsOf } from '../support/recorded-stream.ts'
import { freeUdpPort } from '../support/srt.ts'
import { outputOf, srtSpec } from './srt-support.ts'
import { makeMaterial, setStandby, standbySpec, startEncoder, tlsInFrontOf, type Encoder } from './standby-support.ts'
import { addOutput, gateway, listen, openFeed, removeOutput, rtmpSpec, temporaryFolder } from './support.ts'

/** `STANDBY_ROUNDS=10` for the whole of it: a minute and a half. */
const rounds = Number(process.env['STANDBY_ROUNDS'] ?? 3)
const there =
  needs('ffmpeg', 'ffprobe', 'openssl', 'srt-live-transmit') && needsThat(nginxWithRtmp, 'nginx with its RTMP module')

/** What srt-live-transmit receives, as a file. */
function srtRecorder(port: number, path: string): AsyncDisposable & { stop(): Promise<void> } {
  const file = openSync(path, 'wx')
  const args = ['-q', '-a:no', `srt://127.0.0.1:${port}?mode=listener`, 'file://con']
  const child = spawn('srt-live-transmit', args, { stdio: ['ignore', file, 'ignore'] })
  closeSync(file)
  const gone = once(child, 'close')
  const stop = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await gone
  }
  return { stop, [Symbol.asyncDispose]: stop }
}

describe.runIf(there)('a show whose feed is lost again and again', () => {
  it(
    `is one recording at nginx, by RTMP and RTMPS, and at srt-live-transmit: ${rounds} losses, no gap, no error`,
    async () => {
      await using folder = await temporaryFolder()
      const { show, picture } = makeMaterial(folder.path)
      await using nginx = await startNginx()
      const certificates = makeCertificates()
      await using tls = await tlsInFrontOf(nginx.port, certificates)
      const srtPort = await freeUdpPort()
      const srtFile = join(folder.path, 'srt.ts')
      await using srt = srtRecorder(srtPort, srtFile)
      await using control = await gateway(folder.path, { destinationCa: certificates.ca })
      using heard = listen(control)
      const feed = await openFeed(control)
      await setStandby(control, standbySpec({ slate: { path: picture } }))
      const port = nginx.port
      await addOutput(control, { ...rtmpSpec('plain', port, 'plain'), url: `rtmp://127.0.0.1:${port}/live` })
      await addOutput(control, { ...rtmpSpec('secure', tls.port, 'secure'), url: `rtmps://127.0.0.1:${tls.port}/live` })
      await addOutput(control, srtSpec(srtPort, { outputId: 'srt' }))
      let encoder: Encoder = startEncoder(show, feed)
      const on = () => control.openChannels[0]?.status().standby?.on
      const states = () => control.openChannels[0]?.status().outputs.map(({ state }) => state)
      const slate = () => control.openChannels[0]?.status().standby?.slate
      await until('all live', () => states()?.every((state) => state === 'live') === true, 30_000)
      await until('the slate is made to the show', () => slate()?.state === 'ready' && slate()?.width === 640)
      for (let round = 0; round < rounds; round++) {
        await systemClock.sleep(1200)
        const before = encoder
        if (round % 3 === 0) await before.kill()
        else if (round % 3 === 1) await before.quit()
        else before.freeze()
        await until('the slate is on', () => on() === 'slate')
        expect(states()).toEqual(['live', 'live', 'live'])
        await systemClock.sleep(700)
        encoder = startEncoder(show, feed)
        await until('the show is back', () => on() === 'main')
        await before.kill()
      }
      await systemClock.sleep(1500)
      for (const id of ['plain', 'secure', 'srt']) {
        expect(await outputOf(control, id)).toMatchObject({ reconnects: 0, state: 'live' })
      }
      for (const id of ['plain', 'secure', 'srt']) await removeOutput(control, id)
      await encoder.kill()
      await systemClock.sleep(300)
      await srt.stop()
      const kinds = heard.events.filter(({ kind }) => kind.startsWith('standby.')).map(({ kind }) => kind)
      expect(kinds).toEqual(Array.from({ length: rounds }, () => ['standby.started', 'standby.ended']).flat())
      const codes = heard.events.filter(({ kind }) => kind === 'standby.started').map(({ code }) => code)
      const causes = ['main_lost', 'main_ended', 'main_stalled']
      expect(codes).toEqual(Array.from({ length: rounds }, (_, round) => causes[round % 3]))
      for (const path of [nginx.recording('plain'), nginx.recording('secure'), srtFile]) {
        const found = continuityOf(await packetsOf(path))
        if (rounds > 3) console.log(basename(path), JSON.stringify(found))
        expect(await decodeErrors(path)).toBe('')
        expect(found.longestGapMs).toBeLessThanOrEqual(200)
        expect(found.leastVideoStepMs).toBeGreaterThan(0)
        expect(found.leastAudioStepMs).toBeGreaterThan(0)
        expect(found.spanMs).toBeGreaterThan(rounds * 7000)
      }
    },
    120_000 + rounds * 40_000,
  )
})
