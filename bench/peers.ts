import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = import.meta.dirname
const load = createRequire(join(folder, 'package.json'))

/** The peers are no part of the main install: `npm ci --prefix bench`, once. No install scripts are run. */
export function installPeers(say: (line: string) => void): void {
  if (peersInstalled()) return
  say('npm ci --prefix bench --ignore-scripts')
  const windows = process.platform === 'win32'
  execFileSync(windows ? 'npm.cmd' : 'npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  })
}

export function peersInstalled(): boolean {
  return existsSync(join(folder, 'node_modules', '.package-lock.json'))
}

/** What a row says where they are not. */
export const NO_PEERS = 'the peers are not installed (npm ci --prefix bench): ours and the bare one alone'

export interface Axios {
  get(url: string, options: { responseType: 'text' }): Promise<{ data: string }>
}
export function axios(): Axios {
  return load('axios') as Axios
}

export interface VMixJsUtils {
  readonly XmlApi: {
    readonly DataParser: { parse(xml: string): object }
    readonly GeneralState: new (
      document: object,
    ) => {
      softwareVersion(): string
      softwareEdition(): string
      streaming(): boolean
      recording(): boolean
    }
  }
}
export function vmixJsUtils(): VMixJsUtils {
  return load('vmix-js-utils') as VMixJsUtils
}

export interface TsrParser {
  parseVMixState(xml: string): { version: string }
}
export function timelineStateResolverParser(): TsrParser {
  const module = load('timeline-state-resolver/dist/integrations/vmix/vMixXmlStateParser.js') as {
    VMixXmlStateParser: new () => TsrParser
  }
  return new module.VMixXmlStateParser()
}

export interface NodeVmix {
  readonly ConnectionTCP: new (
    host: string,
    options: { readonly port: number; readonly autoReconnect: boolean },
  ) => {
    on(type: 'data', listener: (message: string) => void): void
    send(command: { Function: string } & Record<string, string | number>): Promise<void>
    shutdown(): void
  }
  readonly ConnectionHTTP: new (host: string, port: number) => object
  readonly CommandSenderHTTP: new (
    connection: object,
  ) => {
    send(command: { Function: string } & Record<string, string | number>): Promise<unknown>
  }
}
export function nodeVmix(): NodeVmix {
  return load('node-vmix') as NodeVmix
}
