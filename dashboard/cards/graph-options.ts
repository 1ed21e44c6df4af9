import type UPlot from 'uplot'
import type { GraphRange, StreamHistory } from '../state/histories.ts'

const recentS = 600
const leastS = 60

const quiet = '#a9b4bc'
const grid = { stroke: '#2a3238', width: 1 }
const font = '12px system-ui, sans-serif'

/** Times, bitrate in Mbit/s, frames a second; the newest moment is now, so that silence shows as a gap. */
export function graphData(history: StreamHistory, range: GraphRange, nowS: number): UPlot.AlignedData {
  const series = range === 'recent' ? history.recent.series(nowS - recentS) : history.session.series()
  const [bitrate = [], fps = []] = series.values
  // A minute at least; what was before anything was measured needs no room.
  const first = Math.min(series.at[0] ?? nowS, nowS - leastS)
  return [
    [first, ...series.at, nowS],
    [null, ...bitrate.map((kbps) => (kbps === null ? null : kbps / 1000)), null],
    [null, ...fps, null],
  ]
}

export function graphOptions(width: number): UPlot.Options {
  return {
    width,
    height: 150,
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    // Room above each that differs, so that two steady lines do not lie upon each other.
    scales: { x: { time: true }, mbit: { range: fromZero(1.5) }, fps: { range: fromZero(1.15) } },
    axes: [
      { stroke: quiet, grid: { show: false }, ticks: { show: false }, font, size: 26, space: 90, values: timesOfDay },
      { scale: 'mbit', stroke: '#6cb6ff', grid, ticks: { show: false }, font, size: 38, space: 36 },
      {
        scale: 'fps',
        side: 1,
        stroke: '#e3b341',
        grid: { show: false },
        ticks: { show: false },
        font,
        size: 34,
        space: 36,
      },
    ],
    series: [
      {},
      {
        scale: 'mbit',
        stroke: '#6cb6ff',
        width: 2,
        fill: 'rgba(108, 182, 255, 0.12)',
        spanGaps: false,
        points: { show: false },
      },
      { scale: 'fps', stroke: '#e3b341', width: 2, dash: [6, 4], spanGaps: false, points: { show: false } },
    ],
  }
}

/** From nought, so that a small wobble does not look like a fall. */
function fromZero(room: number): UPlot.Range.Function {
  return (_, __, highest) => [0, Math.max(0.1, (highest ?? 1) * room)]
}

function timesOfDay(_: UPlot, times: number[]): string[] {
  const whole = times.every((at) => at % 60 === 0)
  return times.map((at) => {
    const text = new Date(at * 1000).toLocaleTimeString('en-GB')
    return whole ? text.slice(0, 5) : text
  })
}
