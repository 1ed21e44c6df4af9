import { systemClock } from '../../clock/index.ts'
import { findSrtCarriers, howToInstallSrt, type SrtCarriers } from '../../gateway/index.ts'
import type { Connection } from '../connection.ts'
import { runningGateway } from '../gateway-argument.ts'
import type { Finding } from './finding.ts'

/** What sends by SRT: as the gateway that runs has found it, else as this machine has it. Not needed to be on air by RTMP. */
export async function examineSrt(connection: Connection): Promise<Finding> {
  const carriers = (await askGateway(connection)) ?? (await findSrtCarriers({}, systemClock))
  const { libsrt, ffmpeg } = carriers
  const finding = { check: 'srt', state: 'ok', about: 'SRT', facts: { libsrt, ffmpeg } } as const
  if (libsrt !== null) {
    return { ...finding, message: `goes out by libsrt ${libsrt.version} (${libsrt.path}), measured.`, action: null }
  }
  if (ffmpeg !== null) {
    const message = `goes out by ffmpeg ${ffmpeg.version} (${ffmpeg.path}), without figures of the line: libsrt is not there.`
    return { ...finding, message, action: `Wanted? ${howToInstallSrt}` }
  }
  return {
    ...finding,
    message: 'cannot be sent: neither libsrt nor an ffmpeg with SRT is there.',
    action: `Wanted? ${howToInstallSrt}`,
  }
}

async function askGateway(connection: Connection): Promise<SrtCarriers | null> {
  try {
    await using gateway = await runningGateway(connection)
    return (await gateway?.status())?.srt ?? null
  } catch {
    // Its own finding says what is wrong with it.
    return null
  }
}
