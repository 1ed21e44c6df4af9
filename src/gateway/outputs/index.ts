import type { Clock } from '../../clock/index.ts'
import { Secret } from '../../secrets/index.ts'
import type { FinishedFile, HashedFile } from '../hashing/index.ts'
import type { Encoder } from '../ffmpeg/index.ts'
import type { OutputSpec } from '../control/messages.ts'
import { createFileOutput, type FileOutputOptions } from './file/index.ts'
import type { Output } from './output.ts'
import { createRtmpOutput } from './rtmp/index.ts'
import { createSrtOutput, type SrtCarriers } from './srt/index.ts'
import { srtHostAndPort } from '../targets.ts'

export interface OutputSurroundings {
  readonly clock: Clock
  readonly destinationCa: string | undefined
  /** Absent: on the PATH. */
  readonly ffmpeg: string | undefined
  /** The feed's rate, kb/s. */
  readonly bitrateKbps: () => number | null
  /** What there is to send by SRT with. */
  readonly srtCarriers: SrtCarriers
  /** The start that a recording has in common with others, by its name. */
  readonly commonStart: (name: string | null) => NonNullable<FileOutputOptions['commonStart']> | null
  /** What works here; null where nothing is encoded. */
  readonly encoder: Encoder | null
  /** What an earlier gateway knew of this output; null: it is new. */
  readonly before: { readonly wasLive: boolean; readonly parts: readonly string[] } | null
  /** Takes a finished recording's hash, in the background. */
  readonly hash: (file: FinishedFile) => Promise<HashedFile | null>
}

/** Makes the output that a spec asks for; it starts working at once. */
export function createOutput(
  spec: OutputSpec,
  { clock, destinationCa, ffmpeg, bitrateKbps, srtCarriers, commonStart, encoder, before, hash }: OutputSurroundings,
): Output {
  const wasLive = before?.wasLive === true
  switch (spec.kind) {
    case 'rtmp': {
      const { outputId, name, url, keyFingerprint } = spec
      const tls = destinationCa === undefined ? {} : { tls: { ca: destinationCa } }
      return createRtmpOutput({
        outputId,
        name,
        url,
        key: new Secret(spec.key),
        keyFingerprint,
        clock,
        bitrateKbps,
        wasLive,
        ...(spec.backup == null
          ? {}
          : { backup: { ...spec.backup, key: new Secret(spec.backup.key), ...failoverOf(spec.backup) } }),
        ...tls,
      })
    }
    case 'srt': {
      const { outputId, name, address, mode, latencyMs, keyLength, streamId, keyFingerprint } = spec
      return createSrtOutput({
        outputId,
        name,
        address,
        ...srtHostAndPort(address),
        mode,
        latencyMs,
        passphrase: spec.passphrase === null ? null : new Secret(spec.passphrase),
        keyLength,
        streamId,
        keyFingerprint,
        ...(spec.backup == null
          ? {}
          : {
              backup: {
                ...spec.backup,
                ...srtHostAndPort(spec.backup.address),
                passphrase: spec.backup.passphrase === null ? null : new Secret(spec.backup.passphrase),
                ...failoverOf(spec.backup),
              },
            }),
        carriers: srtCarriers,
        clock,
        bitrateKbps,
        wasLive,
      })
    }
    default: {
      const { outputId, name, path, format, splitSeconds, splitBytes } = spec
      const start = commonStart(spec.commonStart ?? null)
      const encoding = spec.encode == null || encoder === null ? null : { ...spec.encode, encoder }
      const options = {
        outputId,
        name,
        path,
        format,
        before: before?.parts ?? [],
        split: { seconds: splitSeconds ?? null, bytes: splitBytes ?? null },
        clock,
        hash,
        ...(ffmpeg === undefined ? {} : { ffmpeg }),
        ...(start === null ? {} : { commonStart: start }),
      }
      return createFileOutput(options, encoding)
    }
  }
}

interface FailoverSpec {
  readonly afterSeconds?: number | null | undefined
  readonly returnAfterSeconds?: number | null | undefined
}

function failoverOf({ afterSeconds, returnAfterSeconds }: FailoverSpec): {
  readonly afterMs?: number
  readonly returnAfterMs?: number
} {
  return {
    ...(afterSeconds == null ? {} : { afterMs: afterSeconds * 1000 }),
    ...(returnAfterSeconds == null ? {} : { returnAfterMs: returnAfterSeconds * 1000 }),
  }
}
