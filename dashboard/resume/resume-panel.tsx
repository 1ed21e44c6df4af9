import { resumeShow } from '../api/resume.ts'
import type { InstanceView } from '../../src/server/view/index.ts'
import { words } from '../words.ts'
import { WayBack } from './way-back.tsx'

/** vMix was away, and what was on then is off: one press brings it back. */
export function ResumePanel({ instance }: { instance: InstanceView }) {
  const { id, name, resumable } = instance
  if (resumable === undefined || resumable === null) return null
  const { streams, recordings } = resumable
  const what = [
    ...streams.map((channel) => words.stream(channel)),
    ...recordings.map(({ recorder, channel }) =>
      recorder === 'vmix' ? words.wayBack.vmixRecording : words.wayBack.recordingOf(words.stream(channel ?? 0)),
    ),
  ]
  return (
    <WayBack
      heading={words.wayBack.away}
      label={words.wayBack.resume}
      about={words.wayBack.of(name)}
      act={() => resumeShow(id)}
    >
      <p>{words.wayBack.wereOn(what)}</p>
      <p class="quiet">{words.wayBack.resumeWhy}</p>
    </WayBack>
  )
}
