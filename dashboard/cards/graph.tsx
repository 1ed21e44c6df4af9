import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { GraphRange } from '../state/histories.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { graphData, graphOptions } from './graph-options.ts'

/** A figure over ten minutes or the session. Where nothing was measured the line ends. */
export function Graph({ streamKey, name }: { streamKey: string; name: string }) {
  const { histories, clock } = usePage()
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const range = useSignal<GraphRange>('recent')
  const seen = useSignal(false)
  const history = histories.of(streamKey)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const made = new UPlot(
      graphOptions(element.clientWidth),
      graphData(history, range.peek(), Date.now() / 1000),
      element,
    )
    plot.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: made.height }))
    resized.observe(element)
    const looked = new IntersectionObserver((entries) => (seen.value = entries.at(-1)?.isIntersecting === true))
    looked.observe(element)
    return () => {
      resized.disconnect()
      looked.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [streamKey])
  useSignalEffect(() => {
    // Once a second, also when nothing comes: time goes on, and the gap grows. What nobody sees is not drawn.
    const drawn = clock.now.value > 0 && seen.value
    if (!drawn) return
    histories.ask(streamKey, range.value)
    plot.current?.setData(graphData(history, range.value, Date.now() / 1000))
  })
  return (
    <section class="graph">
      <div class="ranges" role="group" aria-label={words.graph.range}>
        {(['recent', 'session'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="plain"
            aria-pressed={range.value === one}
            onClick={() => (range.value = one)}
          >
            {words.graph[one]}
          </button>
        ))}
        <p class="legend" aria-hidden="true">
          <span class="line-bitrate">{words.graph.bitrate}</span>
          <span class="line-fps">{words.graph.fps}</span>
        </p>
      </div>
      <div
        ref={place}
        class="plot"
        role="img"
        aria-label={words.graph.label(name, words.graph[range.value].toLowerCase())}
      />
    </section>
  )
}
