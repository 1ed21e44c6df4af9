import { systemClock } from '../clock/index.ts'
import { failureOf } from './failure.ts'
import { ScreenArea } from './screen-area.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'
import { usualSeconds, type WatchChoice } from './watch-option.ts'

/** What is looked at: read once, shown as text. */
export interface View<T> {
  readonly read: (signal: AbortSignal) => Promise<T>
  readonly lines: (value: T, width: number) => readonly string[]
}

/**
 * Shows a view once, or again and again until Ctrl-C: in place on a terminal, one below the other elsewhere, with `json`
 * one object a line. A look that fails is shown and does not end the watch.
 */
export async function show<T>(
  view: View<T>,
  options: { readonly json: boolean; readonly watch: WatchChoice },
): Promise<number> {
  using stop = stopsOnSignal()
  const { json, watch } = options
  if (watch === undefined) {
    const value = await view.read(stop.signal)
    if (json) terminal.json(value)
    else for (const line of view.lines(value, terminal.width)) terminal.say(line)
    return 0
  }
  const everyMs = (watch === true ? usualSeconds : watch) * 1000
  const area = new ScreenArea()
  while (!stop.signal.aborted) {
    try {
      const value = await view.read(stop.signal)
      if (json) terminal.json(value)
      else area.show([...view.lines(value, terminal.width), '', ...footer()])
    } catch (error) {
      if (stop.signal.aborted) break
      const { code, message } = failureOf(error)
      if (json) terminal.json({ success: false, error: code, message })
      else area.show([terminal.paint('red', message), '', ...footer()])
    }
    await systemClock.sleep(everyMs, stop.signal).catch(() => undefined)
  }
  return 0
}

function footer(): readonly string[] {
  const time = new Date().toTimeString().slice(0, 8)
  return [terminal.paint('dim', process.stdout.isTTY ? `${time}  Ctrl-C ends the watch; the show goes on.` : time)]
}
