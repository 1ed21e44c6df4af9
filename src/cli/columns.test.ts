import { expect, it } from 'vitest'
import { tableLines } from './columns.ts'

const columns = [{ title: 'NAME', shrinks: true }, { title: 'FPS', align: 'right' }, { title: 'STATE' }] as const
const rows = [
  [{ text: 'a destination with a long name' }, { text: '30.0' }, { text: 'live' }],
  [{ text: 'b' }, { text: '–' }, { text: 'retrying' }],
]

it('aligns, and leaves no blanks at the end', () => {
  expect(tableLines(columns, rows, 80)).toEqual([
    'NAME                             FPS  STATE',
    'a destination with a long name  30.0  live',
    'b                                  –  retrying',
  ])
})

it('cuts what may be cut to fit the terminal', () => {
  const lines = tableLines(columns, rows, 30)
  expect(lines[1]).toBe('a destination…  30.0  live')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(30)
})

it('paints after the width is settled, so that colours do not push columns apart', () => {
  const painted = tableLines(
    [{ title: 'A' }, { title: 'B' }],
    [[{ text: 'x', paint: (text) => `<${text}>` }, { text: 'y' }]],
    80,
  )
  expect(painted).toEqual(['A  B', '<x>  y'])
})
