import { systemClock } from '../clock/index.ts'
import type { TestStreamResult } from '../controller/index.ts'
import type { VMixState } from '../vmix/index.ts'
import { checkClock } from './checks/clock.ts'
import { checkDestination } from './checks/destination.ts'
import { checkDisk, silentDisk } from './checks/disk.ts'
import { checkKeys } from './checks/keys.ts'
import { checkLog } from './checks/log.ts'
import { checkSound } from './checks/sound.ts'
import { streamLine } from './checks/stream.ts'
import { busyLine, checkUpload } from './checks/upload.ts'
import { checkVMix } from './checks/vmix.ts'
import { limited } from './limited.ts'
import { type PreflightLine, type PreflightReport, yellow } from './line.ts'
import type { PreflightOptions } from './options.ts'
import { UploadTurn } from './upload-turn.ts'

/**
 * Looks at everything that a show needs, before it begins, and says what to do. The stream is tried to the gateway and to
 * nobody else; to a destination nothing is published. What it found is in the show log.
 *
 * @example
 * const { ready, lines } = await preflight({ controller, destinations: [StreamingDestinations.twitch(key)], folders: ['show'] })
 * for (const { light, about, message, action } of lines) console.log(light, about, message, action ?? '')
 */
export async function preflight(options: PreflightOptions): Promise<PreflightReport> {
  const { channel = 0, clock = systemClock, hours = 3, signal, destinations } = options
  const lines: PreflightLine[] = []
  const add = (...found: readonly PreflightLine[]): void => {
    for (const line of found) {
      lines.push(line)
      options.onLine?.(line)
    }
  }
  const given = signal === undefined ? {} : { signal }
  const { line, state } = await checkVMix(() => options.controller.readState(given), channel)
  add(line)
  // While the stream is tried, all that needs no vMix is looked at.
  const [tested] = await Promise.all([
    tryStream(options, channel, state),
    checkKeys(destinations).then((found) => add(...found)),
    ...destinations.map(async (destination) =>
      add(
        ...(await checkDestination(destination, { ...given, ...(options.ca === undefined ? {} : { ca: options.ca }) })),
      ),
    ),
    checkClock(options.controller.witnessFolder, clock).then(add),
    state === null ? null : checkSound(state, () => options.controller.readState(given), clock, signal).then(add),
  ])
  if (tested !== null) add(streamLine(channel, tested))
  else add(untried(channel, state))
  const kbps = tested?.success === true ? tested.bitrateKbps : null
  const folders = [...new Set(options.folders)]
  add(
    ...(await Promise.all(
      folders.map((folder) => limited(checkDisk(folder, { hours, kbps }), () => silentDisk(folder), clock)),
    )),
  )
  if (options.uploadTo != null) {
    const neededKbps = kbps === null ? null : kbps * Math.max(destinations.length, 1)
    using turn = (options.uploadTurn ?? new UploadTurn()).take()
    if (turn === null) add(busyLine)
    else add(await checkUpload({ url: options.uploadTo, neededKbps, clock, ...given }))
  }
  const { line: log, witnessed } = await checkLog(options.controller, { channel, lines, clock, actor: options.actor })
  add(log)
  return { ready: lines.every(({ light }) => light !== 'red'), lines, witnessed }
}

async function tryStream(
  { tryStream: isWanted = true, controller, signal, actor }: PreflightOptions,
  channel: number,
  state: VMixState | null,
): Promise<TestStreamResult | null> {
  if (!isWanted || state === null) return null
  return await controller.testStream({
    channel,
    ...(signal === undefined ? {} : { signal }),
    ...(actor === undefined ? {} : { actor }),
  })
}

function untried(channel: number, state: VMixState | null): PreflightLine {
  const stream = { check: 'stream', about: `Stream ${channel + 1}` } as const
  const message = state === null ? 'Not tried, because vMix does not answer.' : 'Not tried, as asked.'
  return yellow({ ...stream, message, action: 'Whether vMix really sends to us is known only by trying.' })
}
