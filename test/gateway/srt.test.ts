import { describe, expect, it } from 'vitest'
import { needs } from '../support/programs.ts'
import { ffmpegReceiver, freeUdpPort, srtLiveTransmit, type SrtReceiver } from '../support/srt.ts'
import { eventually } from '../support/show.ts'
import { becomes, outputOf, srtSpec, unbroken } from './srt-support.ts'
import { addOutput, gateway, openFeed, publish, removeOutput, temporaryFolder } from './support.ts'

const PASSPHRASE = 'correct-horse-battery'
const strangers: readonly [string, (host: string, port: number, query: string) => SrtReceiver][] = [
  ['srt-live-transmit', srtLiveTransmit],
  ['ffmpeg', ffmpegReceiver],
]

describe.runIf(needs('srt-live-transmit', 'ffmpeg'))('SRT out', () => {
  for (const [name, start] of strangers) {
    for (const mode of ['caller', 'listener'] as const) {
      for (const passphrase of [null, PASSPHRASE]) {
        it(`reaches ${name} as ${mode}${passphrase === null ? '' : ', encrypted'}: every frame, in order`, async () => {
          await using folder = await temporaryFolder()
          await using control = await gateway(folder.path)
          const port = await freeUdpPort()
          const secret = passphrase === null ? '' : `&passphrase=${encodeURIComponent(passphrase)}`
          const theirs = mode === 'caller' ? 'listener' : 'caller'
          const feed = await openFeed(control)
          const first = mode === 'caller' ? start('127.0.0.1', port, `mode=${theirs}${secret}`) : null
          await addOutput(control, srtSpec(port, { mode, passphrase, keyLength: passphrase === null ? null : 32 }))
          await eventually(
            () => outputOf(control),
            (output) => output.state === 'waiting',
            20_000,
          )
          await using receiver = first ?? start('127.0.0.1', port, `mode=${theirs}${secret}`)
          await using sender = publish(feed)
          const live = await becomes(control, 'live')
          expect(live.srt?.carrier).toBe('libsrt')
          await eventually(
            () => receiver.numbers().length,
            (count) => count > 60,
            20_000,
          )
          await sender.stop()
          const last = sender.framesSent - 1
          await removeOutput(control, 'studio')
          await eventually(
            () => receiver.numbers().at(-1),
            (number) => (number ?? 0) >= last - 1,
          )
          await receiver.stop()
          expect(receiver.numbers().at(-1)).toBe(last)
          expect(unbroken(receiver.numbers())).toBe(true)
          expect(receiver.stream.faults).toEqual([])
        })
      }
    }
  }
})
