import { stripVTControlCharacters } from 'node:util'
import { terminal } from './terminal.ts'

/**
 * Lines that are shown again and again in the same place. Where there is no terminal they are simply printed one below
 * the other. A line longer than the terminal is cut: a wrapped one would shift everything at the next turn.
 */
export class ScreenArea {
  #rows = 0

  show(lines: readonly string[]): void {
    const { stdout } = process
    if (!stdout.isTTY) {
      stdout.write(`${lines.join('\n')}\n`)
      return
    }
    const fitting = lines.slice(0, Math.max(1, terminal.height - 1)).map((line) => fit(line, terminal.width))
    stdout.write(`${this.#toTop()}${fitting.join('\n')}\n`)
    this.#rows = fitting.length
  }

  /** Leaves what is shown where it is; the next lines come below it. */
  leave(): void {
    this.#rows = 0
  }

  /** Takes it away. */
  clear(): void {
    if (process.stdout.isTTY) process.stdout.write(this.#toTop())
    this.#rows = 0
  }

  #toTop(): string {
    return this.#rows === 0 ? '' : `\u001b[${this.#rows}A\u001b[0J`
  }
}

/** A line that is too long loses its colours along with its end, which is better than a torn escape sequence. */
function fit(line: string, width: number): string {
  const plain = stripVTControlCharacters(line)
  return plain.length <= width ? line : `${plain.slice(0, Math.max(0, width - 1))}…`
}
