/**
 * SRT contribution feed: vMix's Stream 1 to a studio by SRT, encrypted, through a gateway inside this program; round trip and
 * loss are shown, with the latency that the line needs. The machine needs libsrt, see docs/srt.md. Set Stream 1 to Custom RTMP
 * Server in vMix.
 *
 *   VMIX_HOST, VMIX_PORT   where vMix is (localhost, 8088)
 *   GATEWAY                where vMix sends to, on this machine (127.0.0.1:1935)
 *   SRT_ADDRESS            srt://server:port (srt://127.0.0.1:9000)
 *   SRT_PASSPHRASE         10 to 79 characters, the same at the studio; read from the environment, and nowhere kept
 *   LATENCY_MS             four times the round trip, or more (200)
 *   SECONDS                how long (30)
 *
 *   SRT_ADDRESS=srt://studio:9000 SRT_PASSPHRASE=… node examples/srt.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
// In your own program: from '@infrafabric/vmix'
import { defaultDataFolder, startGateway, VMixStreamingController } from '../src/index.ts'

const { VMIX_HOST = 'localhost', VMIX_PORT = '8088', GATEWAY = '127.0.0.1:1935' } = process.env
const { SRT_ADDRESS = 'srt://127.0.0.1:9000', LATENCY_MS = '200', SECONDS = '30' } = process.env

await using gateway = await startGateway({ rtmpListen: GATEWAY, dataFolder: defaultDataFolder() })
await using controller = new VMixStreamingController({ host: VMIX_HOST, port: Number(VMIX_PORT), gateway })

const result = await controller.startSrtStream({
  srtAddress: SRT_ADDRESS,
  mode: 'caller',
  latencyMs: Number(LATENCY_MS),
  passphrase: { kind: 'env', name: 'SRT_PASSPHRASE' },
  keyLength: 32,
  channel: 0,
})
console.log(result.message)
if (!result.success) process.exitCode = 1

for (let second = 0; result.success && second < Number(SECONDS); second++) {
  await sleep(1000)
  const { feeds } = await gateway.status()
  const output = feeds[0]?.outputs[0]
  const line = output?.srt?.figures
  console.log(output?.state, 'round trip', line?.rttMs ?? '?', 'ms, loss', line?.lossPercent ?? '?', '%')
  for (const { message, action } of output?.health.reasons ?? []) console.log('  ', message, action)
}
if (result.success) console.log((await controller.stopStream({ channel: 0 })).message)
