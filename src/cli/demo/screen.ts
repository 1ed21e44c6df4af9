import { systemClock } from '../../clock/index.ts'
import type { VMixStreamingController } from '../../controller/index.ts'
import { paintHealth } from '../figures.ts'
import { liveTable } from '../live-table.ts'
import { ScreenArea } from '../screen-area.ts'
import { terminal } from '../terminal.ts'

/** What the demo shows: a story from top to bottom, and below it, while the show is on, the table in place. */
export class DemoScreen {
  readonly #area = new ScreenArea()
  readonly #json: boolean
  #table: readonly string[] = []

  constructor(json: boolean) {
    this.#json = json
  }

  act(number: number, title: string): void {
    this.say(`\n${terminal.paint('bold', `${number}  ${title}`)}`)
  }

  say(text: string): void {
    // For a program there is one object at the end, and nothing else on standard output.
    if (this.#json) {
      terminal.remark(text.trim())
      return
    }
    this.#area.clear()
    terminal.say(text)
    if (process.stdout.isTTY && this.#table.length > 0) this.#area.show(this.#table)
  }

  /** The table as it is now, among the story: for where nothing can be shown in place. */
  async look(controller: VMixStreamingController): Promise<void> {
    if (this.#json) return
    this.#table = await tableOf(controller)
    if (process.stdout.isTTY) this.#area.show(this.#table)
    else for (const line of this.#table) terminal.say(line)
  }

  /** Keeps the table fresh until the signal; on a terminal only. */
  async follow(controller: VMixStreamingController, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#json && process.stdout.isTTY) {
      await this.look(controller).catch(() => undefined)
      await systemClock.sleep(500, signal).catch(() => undefined)
    }
  }

  /** The show is over: the last table stays where it is. */
  end(): void {
    this.#area.leave()
    this.#table = []
  }
}

async function tableOf(controller: VMixStreamingController): Promise<readonly string[]> {
  const { channels, healthStatus } = await controller.getStreamHealth()
  const simulated = terminal.paint(['bold', 'yellow'], 'SIMULATED')
  const live = terminal.paint(['bold', 'red'], '● LIVE')
  return [
    '',
    `${live}  ${simulated}  ${paintHealth(healthStatus, healthStatus.toUpperCase())}`,
    ...liveTable(channels, terminal.width),
  ]
}
