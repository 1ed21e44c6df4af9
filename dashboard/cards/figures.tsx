import type { StreamView } from '../../src/server/view/index.ts'
import { countText, durationText, fpsText, mbitText, notMeasured } from '../state/figure-text.ts'
import { words } from '../words.ts'

/** The four figures of a stream; what was not measured is a dash, and says so. */
export function Figures({ stream }: { stream: StreamView }) {
  const { figures, streamTime } = stream
  const { fps, bitrateKbps, droppedFrames, droppedLastMinute, uptimeSeconds } = figures
  const on = uptimeSeconds === null ? (streamTime ?? notMeasured) : durationText(uptimeSeconds)
  // Where there is nothing to measure, saying so once is enough.
  if (stream.health.source === 'none' && fps === null && bitrateKbps === null) {
    return (
      <dl class="figures">
        <Figure name={words.figures.uptime} value={on} />
      </dl>
    )
  }
  return (
    <dl class="figures">
      <Figure name={words.figures.fps} value={fpsText(fps)} />
      <Figure name={words.figures.bitrate} value={mbitText(bitrateKbps)} unit={words.figures.mbit} />
      <Figure
        name={words.figures.dropped}
        value={countText(droppedFrames)}
        note={droppedLastMinute === null ? undefined : words.figures.lastMinute(countText(droppedLastMinute))}
      />
      <Figure name={words.figures.uptime} value={on} />
    </dl>
  )
}

function Figure({
  name,
  value,
  unit,
  note,
}: {
  name: string
  value: string
  unit?: string
  note?: string | undefined
}) {
  const measured = value !== notMeasured
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        {measured ? <span class="value">{value}</span> : <span class="value none">{words.figures.none}</span>}
        {unit !== undefined && measured && <span class="unit"> {unit}</span>}
        {note !== undefined && <span class="note">{note}</span>}
      </dd>
    </div>
  )
}
