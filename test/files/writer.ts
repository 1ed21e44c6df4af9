/**
 * Records an FLV file in real time, and says on standard output what it has fed: the process that the kill test kills.
 * Arguments: source, path, format.
 */
import { writeSync } from 'node:fs'
import { systemClock } from '../../src/clock/index.ts'
import { createFileOutput, type FileFormat } from '../../src/gateway/outputs/file/index.ts'
import { readPackets } from './material.ts'

function fileFormat(text: string | undefined): FileFormat {
  if (text === 'MP4' || text === 'MOV' || text === 'MKV' || text === 'AVI') return text
  throw new TypeError(`${text} is no format`)
}

const [source = '', path = '', format] = process.argv.slice(2)
const packets = await readPackets(source)
const output = createFileOutput({
  outputId: 'rec',
  name: 'Recording',
  path,
  format: fileFormat(format),
  clock: systemClock,
})
const began = systemClock.monotonic()
for (const packet of packets) {
  const wait = packet.dtsMs - (systemClock.monotonic() - began)
  if (wait > 0) await systemClock.sleep(wait)
  output.packet(packet)
  if (packet.role === 'key' || packet.role === 'delta' || packet.role === 'audio') {
    writeSync(1, `${packet.kind} ${packet.dtsMs + packet.ctsMs}\n`)
  }
}
await systemClock.sleep(60_000)
