import type { GoLiveResult, StreamHealth } from '../../controller/index.ts'
import { paintHealth } from '../figures.ts'
import { reasonLines } from '../health-text.ts'
import { liveTable } from '../live-table.ts'
import { ScreenArea } from '../screen-area.ts'
import { terminal } from '../terminal.ts'
import { type Arrival, arrivalText } from './arrivals.ts'
import type { Change } from './changes.ts'
import type { ShowDisplay } from './display.ts'
import { changeText, startLines } from './line-display.ts'

const keptChanges = 5

/** On a terminal: the table in place, and below it what is wrong, what to do, and what has changed. */
export class TableDisplay implements ShowDisplay {
  readonly #area = new ScreenArea()
  readonly #recent: string[] = []
  #health: StreamHealth | null = null
  #problem: string | null = null
  #asking = false
  #begun = false
  #arrivals: readonly Arrival[] = []
  readonly #isRehearsal: boolean

  constructor(isRehearsal: boolean) {
    this.#isRehearsal = isRehearsal
  }

  starting(): void {
    const begins = this.#isRehearsal ? 'REHEARSAL: starting…' : 'Going live…'
    terminal.say(`${begins} (Ctrl-C ends the start and switches off what it had switched on)`)
  }

  started(result: GoLiveResult): void {
    for (const line of startLines(result)) terminal.say(line)
    terminal.say('')
  }

  health(health: StreamHealth, changes: readonly Change[]): void {
    this.#health = health
    // How everything begins stands above already.
    if (this.#begun) for (const change of changes) this.#remember(changeText(change))
    this.#begun = true
    this.#draw()
  }

  arrived(arrivals: readonly Arrival[]): void {
    this.#arrivals = arrivals
    this.#draw()
  }

  observed(text: string): void {
    this.#remember(text)
    this.#draw()
  }

  problem(message: string | null): void {
    if (message === this.#problem) return
    this.#problem = message
    this.#draw()
  }

  ask(asking: boolean): void {
    this.#asking = asking
    this.#draw()
  }

  close(): void {
    this.#asking = false
    this.#draw('')
    this.#area.leave()
  }

  #remember(text: string): void {
    this.#recent.push(`${new Date().toTimeString().slice(0, 8)}  ${text}`)
    if (this.#recent.length > keptChanges) this.#recent.shift()
  }

  #draw(footer: string = this.#footer()): void {
    const health = this.#health
    if (health === null) return
    const { width } = terminal
    this.#area.show([
      `${this.#isRehearsal ? terminal.paint(['bold', 'cyan'], '○ REHEARSAL') : terminal.paint(['bold', 'red'], '● LIVE')}  ${paintHealth(health.healthStatus, health.healthStatus.toUpperCase())}`,
      '',
      ...liveTable(health.channels, width),
      ...this.#arrivals.map((arrival) => `  ${arrivalText(arrival)}`),
      ...reasonLines(health.reasons, width),
      ...(this.#problem === null ? [] : ['', terminal.paint('red', this.#problem)]),
      ...(this.#recent.length === 0 ? [] : ['', ...this.#recent.map((line) => terminal.paint('dim', line))]),
      ...(footer === '' ? [] : ['', footer]),
    ])
  }

  #footer(): string {
    const bold = (text: string) => terminal.paint('bold', text)
    if (this.#isRehearsal) return terminal.paint('dim', 'Nothing leaves this machine. Ctrl-C: end the rehearsal')
    return this.#asking
      ? `${bold('s')} stop the show   ${bold('l')} leave it running   ${bold('c')} go on`
      : terminal.paint('dim', 'Ctrl-C: stop the show, leave it running, or go on')
  }
}
