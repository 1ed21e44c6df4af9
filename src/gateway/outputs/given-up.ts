import type { OutputSpec, OutputStatus } from '../control/messages.ts'
import { SendMeter } from '../meter.ts'
import { notJudged, readingStatus } from '../status.ts'
import type { Output } from './output.ts'

/** Why an output was given up, and when. */
export type GivingUp = Pick<OutputStatus, 'why' | 'code' | 'since'>

/**
 * An output that was given up by a gateway before this one. It stays so, shown with its reason, until somebody removes it
 * or adds it anew: what was refused then must not be tried again by a restart.
 */
export class GivenUpOutput implements Output {
  readonly outputId: string
  onStateChange: Output['onStateChange'] = null
  readonly #status: OutputStatus

  /** @param parts the files of a recording */
  constructor(spec: OutputSpec, { why, code, since }: GivingUp, parts: readonly string[]) {
    this.outputId = spec.outputId
    this.#status = {
      outputId: spec.outputId,
      kind: spec.kind,
      name: spec.name,
      state: 'failed',
      why,
      code,
      since,
      target: targetOf(spec),
      keyFingerprint: spec.kind === 'file' ? null : spec.keyFingerprint,
      attempts: 0,
      reconnects: 0,
      queuedBytes: 0,
      bytesSent: 0,
      framesSkipped: 0,
      reading: readingStatus(new SendMeter().reading(0, null), 0),
      health: notJudged,
      file:
        spec.kind === 'file'
          ? { format: spec.format, durationMs: 0, frames: 0, bytes: 0, parts: [...parts], hashes: [] }
          : null,
    }
  }

  packet(): void {}

  feedEnded(): void {}

  status(): OutputStatus {
    return this.#status
  }

  // eslint-disable-next-line typescript/require-await -- as of every output
  async close(): Promise<OutputStatus> {
    return this.#status
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function targetOf(spec: OutputSpec): string {
  switch (spec.kind) {
    case 'file':
      return spec.path
    case 'rtmp':
      return spec.url
    default:
      return spec.address
  }
}
