import type { HealthFigures } from '../controller/index.ts'
import type { Cell } from './columns.ts'
import { terminal } from './terminal.ts'

/** What was not measured: never a zero. */
export const unknownFigure = '–'

/** The cells fps, kb/s, dropped and uptime of one row. */
export function figureCells(figures: HealthFigures): readonly Cell[] {
  const { fps, bitrateKbps, droppedFrames, uptime } = figures
  return [
    { text: fps === null ? unknownFigure : fps.toFixed(1) },
    { text: bitrateKbps === null ? unknownFigure : grouped(bitrateKbps) },
    {
      text: droppedFrames === null ? unknownFigure : grouped(droppedFrames),
      ...(droppedFrames !== null && droppedFrames > 0
        ? { paint: (text: string) => terminal.paint('yellow', text) }
        : {}),
    },
    { text: uptime ?? unknownFigure },
  ]
}

/** @example grouped(12345.6) // '12,346' */
function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

type Health = 'healthy' | 'warning' | 'critical' | 'unknown'

const healthColours = { healthy: 'green', warning: 'yellow', critical: 'red', unknown: 'dim' } as const

export function paintHealth(status: Health, text: string = status): string {
  return terminal.paint(status === 'critical' ? ['bold', 'red'] : healthColours[status], text)
}

export function healthCell(status: Health): Cell {
  return { text: status, paint: (text) => paintHealth(status, text) }
}

const stateColours: Readonly<Record<string, 'green' | 'yellow' | 'red' | 'dim'>> = {
  live: 'green',
  connecting: 'yellow',
  waiting: 'yellow',
  retrying: 'yellow',
  failed: 'red',
}

export function stateCell(state: string): Cell {
  return { text: state, paint: (text) => terminal.paint(stateColours[state] ?? 'dim', text) }
}
