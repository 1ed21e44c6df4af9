/**
 * SRT: the settings are checked, and the answer is `unsupported` with the way round. No API of vMix sets them.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   SRT_ADDRESS            srt://server:port (srt://127.0.0.1:9000)
 *
 *   node examples/srt.ts
 */
// In your own program: from '@infrafabric/vmix'
import { VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', SRT_ADDRESS = 'srt://127.0.0.1:9000' } = process.env

await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT) })

const result = await controller.startSrtStream({ srtAddress: SRT_ADDRESS, mode: 'caller', latencyMs: 120, channel: 0 })
console.log(result.error)
console.log(result.message)
