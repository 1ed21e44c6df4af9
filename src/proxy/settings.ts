import { type Clock, systemClock } from '../clock/index.ts'
import { AddressList } from './call/address.ts'
import { Rules } from './call/rules.ts'
import type { ShowLock } from './call/show-lock.ts'
import { ProxyError } from './error.ts'
import type { ProxyOptions } from './options.ts'

/** What every proxy has, whether it was given or not. */
export interface ProxySettings {
  readonly vmix: { readonly host: string; readonly httpPort: number; readonly tcpPort: number }
  readonly listen: { readonly host: string; readonly httpPort: number; readonly tcpPort: number }
  readonly rules: Rules
  readonly lock: ShowLock
  readonly strict: boolean
  readonly observe: boolean
  readonly maxAgeMs: number
  readonly burstMs: number
  readonly maxWaiting: number
  readonly intentMs: number
  readonly answerMs: number
  readonly clock: Clock
}

/** @throws {ProxyError} `bad_option`, `bad_rules` */
export function proxySettings(options: ProxyOptions): ProxySettings {
  const { vmixHost, vmixHttpPort = 8088, vmixTcpPort = 8099 } = options
  const { listen = '127.0.0.1', httpPort = 8088, tcpPort = 8099 } = options
  const { maxAgeMs = 100, burstMs = 1000, maxWaiting = 5000, intentMs = 1500, answerMs = 10_000 } = options
  for (const port of [vmixTcpPort, httpPort, tcpPort]) checkPort(port)
  for (const number of [maxAgeMs, burstMs, maxWaiting, intentMs, answerMs]) checkNumber(number)
  return {
    vmix: { host: vmixHost, httpPort: vmixHttpPort, tcpPort: vmixTcpPort },
    listen: { host: listen, httpPort, tcpPort },
    rules: new Rules(options.rules ?? []),
    lock: { on: options.lock === true, mayStop: addressList(options.allowStop ?? []) },
    strict: options.strict === true,
    observe: options.observe !== false,
    maxAgeMs,
    burstMs,
    maxWaiting,
    intentMs,
    answerMs,
    clock: options.clock ?? systemClock,
  }
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return
  throw new ProxyError('bad_option', 'A port is a whole number from 1 to 65535; 0 is any free one.')
}

function checkNumber(number: number): void {
  if (Number.isFinite(number) && number > 0) return
  throw new ProxyError('bad_option', 'Times and sizes are numbers above 0.')
}

function addressList(texts: readonly string[]): AddressList {
  try {
    return new AddressList(texts)
  } catch (cause) {
    throw new ProxyError('bad_option', cause instanceof Error ? cause.message : 'Bad address.', { cause })
  }
}
