import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { StreamView } from '../../src/server/view/index.ts'
import { watch, type PreviewState } from '../../assets/preview/player.js'
import { askPreview } from '../api/streams.ts'
import { words } from '../words.ts'
import { LiveMeter } from './live-meter.tsx'

type Player = ReturnType<typeof watch>

/** The picture as it goes out, a fraction of a second late. It moves, so who wants less motion presses for it. */
export function Preview({ stream }: { stream: StreamView }) {
  const open = useSignal(!matchMedia('(prefers-reduced-motion: reduce)').matches)
  const name = words.stream(stream.channel)
  const toggle = (
    <button type="button" class="plain" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
      {open.value ? words.preview.hide : words.preview.show}
      <span class="unseen">, {name}</span>
    </button>
  )
  return (
    <section class="preview">
      {open.value ? (
        <Picture instance={stream.instance} channel={stream.channel} name={name}>
          {toggle}
        </Picture>
      ) : (
        toggle
      )}
    </section>
  )
}

interface PictureProps {
  readonly instance: string
  readonly channel: number
  readonly name: string
  readonly children: ComponentChildren
}

function Picture({ instance, channel, name, children }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null)
  const player = useRef<Player | null>(null)
  const state = useSignal<PreviewState | null>(null)
  const problem = useSignal('')
  const sound = useSignal(false)
  useEffect(() => {
    let left = false
    let wait: ReturnType<typeof setTimeout> | undefined
    const connect = async (): Promise<void> => {
      const way = await askPreview(instance, channel)
      const element = video.current
      if (left || element === null) return
      problem.value = typeof way === 'string' ? way : ''
      if (typeof way === 'string') {
        wait = setTimeout(() => void connect(), 5000)
        return
      }
      const onChange = (now: PreviewState): void => {
        state.value = now
        // Its ticket is of no use any more: a new one is asked for, unless this part of the page is gone.
        if (now.connection === 'refused' && !left) wait = setTimeout(() => void connect(), 3000)
      }
      player.current?.close()
      player.current = watch(element, { ...way, sound: sound.value, onChange })
    }
    void connect()
    return () => {
      left = true
      clearTimeout(wait)
      player.current?.close()
    }
  }, [instance, channel])
  const listen = (): void => {
    sound.value = !sound.value
    if (video.current !== null) video.current.muted = !sound.value
    player.current?.setSound(sound.value)
  }
  const moving = state.value?.moving === true
  const away = state.value?.connection === 'retrying' ? words.preview.away : (state.value?.reason ?? '')
  return (
    <>
      <div class="screen" data-moving={moving}>
        <video ref={video} muted playsInline aria-label={words.preview.picture(name)} />
        {!moving && <p class="no-picture">{words.preview.standing}</p>}
      </div>
      <div class="preview-foot">
        <button type="button" class="plain" aria-pressed={sound.value} onClick={listen}>
          {sound.value ? words.preview.mute : words.preview.listen}
        </button>
        {children}
        {sound.value && <LiveMeter video={video} />}
        <span class="quiet">{moving ? behindText(state.value?.behindMs ?? null) : problem.value || away}</span>
      </div>
    </>
  )
}

function behindText(behindMs: number | null): string {
  return behindMs === null ? '' : words.preview.behind((behindMs / 1000).toFixed(1))
}
