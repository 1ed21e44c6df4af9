import type { Command } from 'commander'
import { type Connection, connectionOf, openController, withConnection } from './connection.ts'
import { type GatewayChoice, namedGateway, withGateway } from './gateway-argument.ts'
import { withExamples } from './help-examples.ts'
import { channel, count, fileSize, splitSeconds } from './number-arguments.ts'
import { sayResult } from './operation-result.ts'
import { ends } from './outcome.ts'
import { recordingTarget } from './recording-argument.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { remoteOperation } from './remote/remote-operation.ts'
import { remoteVMix, refuseLocal, type ServerChoice, withServer } from './remote/server-option.ts'

interface Options extends ServerChoice {
  readonly file?: string
  readonly format?: string
  readonly quality?: string
  readonly videoKbps?: number
  readonly height?: number
  readonly splitSeconds?: number
  readonly splitBytes?: number
  readonly commonStart?: string
  readonly channel?: number
  readonly gateway?: GatewayChoice
}

export function addRecordStart(parent: Command): void {
  const command = parent
    .command('start')
    .description("start a recording: vMix's own with its own settings, or with --gateway one with a name and a format")
    .option('--file <F>', 'file to record to; never overwritten; {date}, {time}, {preset}, {stream} are filled in')
    .option('--format <FORMAT>', 'MP4, MOV, MKV, AVI; sound alone M4A, WAV (default: by the file, else MP4)')
    .option(
      '--quality <QUALITY>',
      'high (the stream as vMix sends it), low, medium or custom, which need ffmpeg (default: high)',
    )
    .option('--video-kbps <N>', 'with custom: rate of the picture, kb/s', count)
    .option('--height <N>', 'with custom: lines of the picture at most (default: as they are)', count)
    .option('--split-seconds <N>', 'go on in the next file at the first key frame after so many seconds', splitSeconds)
    .option('--split-bytes <SIZE>', 'go on in the next file before this one is longer: 4G, 700M', fileSize)
    .option('--common-start <NAME>', 'recordings that name the same start have the same time 0')
    .option('--channel <N>', 'stream whose pictures the gateway records, from 0 (default: 0)', channel)
    .action(ends(start))
  withServer(command)
  withGateway(command, 'record with the gateway that runs (default: of the data folder)')
  withConnection(command)
  withExamples(command, [
    ['record start', "vMix's own recorder, with the settings made in vMix"],
    ['record start --file show.mkv --gateway', 'the stream as it is, into a file of that name'],
    ['record start --file {preset}_{date}_{time}.mp4 --split-seconds 3600 --gateway', 'a file for each hour'],
  ])
}

async function start(options: Options, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  if (options.server !== undefined) return await remoteStart(options.server, options, connection)
  await using gateway = options.gateway === undefined ? null : await namedGateway(connection, options.gateway)
  await using controller = await openController(connection, gateway)
  using stop = stopsOnSignal()
  const result = await controller.startRecording({
    ...recordingTarget(options.file),
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.quality === undefined ? {} : { quality: options.quality }),
    ...(options.videoKbps === undefined ? {} : { videoKbps: options.videoKbps }),
    ...(options.height === undefined ? {} : { height: options.height }),
    ...(options.splitSeconds === undefined ? {} : { splitSeconds: options.splitSeconds }),
    ...(options.splitBytes === undefined ? {} : { splitBytes: options.splitBytes }),
    ...(options.commonStart === undefined ? {} : { commonStart: options.commonStart }),
    ...(options.channel === undefined ? {} : { channel: options.channel }),
    ...(gateway === null ? {} : { recorder: 'gateway' }),
    signal: stop.signal,
  })
  const id = result.success ? result.recordingId : null
  const needsGateway = !result.success && result.error === 'unsupported' && gateway === null
  return sayResult(result, connection.json, [
    ...(needsGateway ? ['  On the command line: add --gateway.'] : []),
    ...(id === null ? [] : [`  To end it alone: record stop --gateway --id ${id}`]),
  ])
}

async function remoteStart(server: string, options: Options, connection: Connection): Promise<number> {
  refuseLocal({ ...options }, ['file', 'format', 'quality', 'channel'])
  const { file, format, quality, channel: number } = options
  const body = {
    ...(file === undefined ? {} : { filename: file }),
    ...(format === undefined ? {} : { format }),
    ...(quality === undefined ? {} : { quality }),
    ...(number === undefined ? {} : { channel: number }),
  }
  const { operationResult } = await import('./remote/answers.ts')
  return await remoteOperation(await remoteVMix(server, connection), '/recordings/start', body, {
    schema: operationResult,
    result: (ended) => ended,
    json: connection.json,
  })
}
