/**
 * The program of the process that speaks SRT: `node srt-process.js`. Its first line in says what to do, the transport stream
 * follows; it tells what happens on standard output. It ends with its parent: when what it reads ends, or nobody hears it.
 */
import { systemClock } from '../../../clock/index.ts'
import { SrtError } from './errors.ts'
import { loadSrtLibrary, type SrtLibrary } from './native/library.ts'
import { limitMemory } from './native/memory-limit.ts'
import { SrtSender } from './native/sender.ts'
import { MAX_LINE_BYTES, srtTaskSchema, type SrtReport, type SrtTask } from './process-messages.ts'

const LOG_FATAL_ONLY = 0
const NEWLINE = 0x0a

function report(line: SrtReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Ctrl+C in a terminal reaches the whole group; the parent ends us in good order. */
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => process.exit(1))
process.stdin.on('error', () => process.exit(1))

await main()
process.exit(0)

async function main(): Promise<void> {
  const input = process.stdin[Symbol.asyncIterator]()
  const { task, rest } = await readTask(input)
  let library: SrtLibrary
  try {
    library = await loadSrtLibrary(task.library)
  } catch (error) {
    const known =
      error instanceof SrtError
        ? error
        : new SrtError('unsupported', 'The package koffi, which reaches libsrt, cannot be loaded.')
    return await said({ kind: 'failed', code: known.code, message: known.message })
  }
  await said({ kind: 'library', path: library.path, version: library.version })
  if (task.task === 'probe') return
  await limitMemory()
  library.startup()
  library.logLevel(LOG_FATAL_ONLY)
  const sender = new SrtSender({
    library,
    task,
    report,
    sleep: (ms) => systemClock.sleep(ms),
    now: () => systemClock.monotonic(),
  })
  process.on('SIGTERM', () => sender.end())
  const over = sender.run()
  void pour(input, rest, sender)
  await over
  // Without it the library's own threads crash the process while it ends.
  library.cleanup()
  await flushed()
}

async function pour(input: AsyncIterator<unknown>, rest: Buffer, sender: SrtSender): Promise<void> {
  await sender.take(rest)
  for (let next = await input.next(); next.done !== true; next = await input.next()) {
    if (Buffer.isBuffer(next.value)) await sender.take(next.value)
  }
  sender.end()
}

async function readTask(input: AsyncIterator<unknown>): Promise<{ readonly task: SrtTask; readonly rest: Buffer }> {
  let read: Buffer = Buffer.alloc(0)
  while (read.length <= MAX_LINE_BYTES) {
    const end = read.indexOf(NEWLINE)
    if (end !== -1) {
      const line: unknown = JSON.parse(read.toString('utf8', 0, end))
      return { task: srtTaskSchema.parse(line), rest: read.subarray(end + 1) }
    }
    const next = await input.next()
    if (next.done === true) break
    if (Buffer.isBuffer(next.value)) read = Buffer.concat([read, next.value])
  }
  return process.exit(2)
}

async function said(line: SrtReport): Promise<void> {
  report(line)
  await flushed()
}

/** What was written is with the system: `process.exit` waits for nothing. */
function flushed(): Promise<void> {
  return new Promise((resolve) => process.stdout.write('', () => resolve()))
}
