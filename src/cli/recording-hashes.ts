import { systemClock } from '../clock/index.ts'
import type { RecordedFile, VMixStreamingController } from '../controller/index.ts'
import { size } from './recording-text.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

/** The gateway hashes 50 MB/s; and it may have others before. */
const bytesPerMs = 25_000
const leastMs = 5000
/** With `--json` a program waits for us: only what is there at once goes along. */
const jsonMs = 1000
const quietMs = 500

/**
 * After a stop, which has gone out: sees to it that the hashes of the finished files get into the show log, and says them.
 * Ctrl-C leaves that to whoever observes next; the gateway keeps them until then.
 */
export async function sayHashes(
  controller: VMixStreamingController,
  recordings: readonly RecordedFile[],
  json: boolean,
): Promise<void> {
  const hashed = recordings.filter((recording) => recording.sha256 !== undefined)
  const files = hashed.flatMap((recording) => recording.files)
  if (files.length === 0) return
  const bytes = hashed.reduce((sum, recording) => sum + (recording.bytes ?? 0), 0)
  using stop = stopsOnSignal()
  const limit = AbortSignal.timeout(json ? jsonMs : Math.max(leastMs, bytes / bytesPerMs))
  const over = new AbortController()
  if (!json) void remarkLater(bytes, over.signal)
  const hashes = await controller
    .recordingHashes(files, { signal: AbortSignal.any([stop.signal, limit]) })
    .catch(() => [])
  over.abort()
  if (json) return
  for (const { file, sha256, asWritten } of hashes) {
    terminal.say(`  SHA-256 ${sha256 ?? 'unknown: the file could not be read'}  ${terminal.paint('dim', file)}`)
    if (asWritten === false) {
      terminal.say(terminal.paint('red', '  ! This file was changed while it was recorded, not by this program.'))
    }
  }
  if (hashes.length < files.length) {
    terminal.say('  The SHA-256 is not in the show log yet: the gateway keeps it for the next "vmixctl live".')
  }
}

async function remarkLater(bytes: number, signal: AbortSignal): Promise<void> {
  await systemClock.sleep(quietMs, signal).catch(() => undefined)
  if (!signal.aborted)
    terminal.remark(`Taking the SHA-256 of ${size(bytes)} for the show log. Ctrl-C: do not wait for it.`)
}
