/** An audit proxy in a process of its own, before the vMix whose ports it is told; sends its own back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProxy } from '../../src/proxy/index.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'vmix-bench-proxy-'))
process.once('exit', () => rmSync(dataFolder, { recursive: true, force: true }))
process.once('message', (vmix: { readonly http: number; readonly tcp: number }) => {
  void startProxy({
    vmixHost: '127.0.0.1',
    vmixHttpPort: vmix.http,
    vmixTcpPort: vmix.tcp,
    httpPort: 0,
    tcpPort: 0,
    instance: 'bench',
    dataFolder,
  }).then((proxy) => {
    process.send?.({ http: proxy.httpPort, tcp: proxy.tcpPort })
    process.once('disconnect', () => void proxy.close().then(() => process.exit(0)))
  })
})
