import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { decibels } from '../state/sound-level.ts'
import { words } from '../words.ts'
import { Bars } from './master-meter.tsx'

/** Browsers allow one tap of a video's sound, for as long as the video is there. */
const taps = new WeakMap<HTMLVideoElement, Tap>()

interface Tap {
  readonly context: AudioContext
  readonly sides: readonly AnalyserNode[]
}

const everyMs = 100

/** The level of what is heard, left and right; only while somebody listens, because sound is sent only then. */
export function LiveMeter({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const levels = useSignal<readonly [number, number]>([-60, -60])
  useEffect(() => {
    const element = video.current
    if (element === null) return undefined
    const { context, sides } = tapOf(element)
    void context.resume()
    const samples = new Float32Array(1024)
    const level = (side: AnalyserNode | undefined): number => {
      if (side === undefined) return -60
      side.getFloatTimeDomainData(samples)
      return decibels(samples.reduce((highest, one) => Math.max(highest, Math.abs(one)), 0))
    }
    const looking = setInterval(() => (levels.value = [level(sides[0]), level(sides[1])]), everyMs)
    return () => clearInterval(looking)
  }, [video])
  const [left, right] = levels.value
  return (
    <span class="live-meter" role="img" aria-label={words.preview.meter}>
      <Bars left={left} right={right} />
    </span>
  )
}

function tapOf(video: HTMLVideoElement): Tap {
  const known = taps.get(video)
  if (known !== undefined) return known
  const context = new AudioContext()
  const source = context.createMediaElementSource(video)
  const splitter = context.createChannelSplitter(2)
  source.connect(context.destination)
  source.connect(splitter)
  const sides = [0, 1].map((side) => {
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    splitter.connect(analyser, side)
    return analyser
  })
  const made = { context, sides }
  taps.set(video, made)
  return made
}
