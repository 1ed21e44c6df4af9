import { describe, expect, it } from 'vitest'
import { Secret } from '../../../secrets/index.ts'
import { errorIn, ffmpegArguments, presetText } from './ffmpeg-link.ts'
import type { SrtSettings } from './settings.ts'

const settings: SrtSettings = {
  mode: 'caller',
  host: '::1',
  port: 9000,
  latencyMs: 200,
  passphrase: new Secret('correct-horse-battery'),
  keyLength: 32,
  streamId: 'live/studio',
}

describe('the way by ffmpeg', () => {
  it('has the settings in a file, in ffmpeg’s own units, and none of them on the command line', () => {
    expect(presetText(settings).split('\n')).toEqual([
      'mode=caller',
      'latency=200000',
      'pkt_size=1316',
      'linger=0',
      'passphrase=correct-horse-battery',
      'pbkeylen=32',
      'streamid=live/studio',
      '',
    ])
    const line = ffmpegArguments(settings, '/tmp/preset').join(' ')
    expect(line).toContain('srt://[::1]:9000')
    expect(line).not.toMatch(/correct-horse|live\/studio/)
  })

  it('tells by what ffmpeg says why it failed, without its words', () => {
    const rejected =
      '16:56:40.240926/SRT:RcvQ:w1!W:SRT.cn: processAsyncConnectRequest: REJECT reported from HS processing: Incorrect passphrase - not processing further'
    const nobody = '[srt @ 0x55d319c9dc80] Connection to srt://127.0.0.1:19777?mode=caller failed: Input/output error'
    expect(errorIn(rejected)?.code).toBe('rejected')
    expect(errorIn(nobody)?.code).toBe('timeout')
    expect(errorIn(nobody)?.message).not.toContain('19777')
    expect(errorIn('  Stream #0:0 -> #0:0 (copy)')).toBeNull()
  })
})
