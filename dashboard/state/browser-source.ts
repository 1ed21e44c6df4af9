import type { Source, SourceEvents } from './event-stream.ts'

/** The browser's own event stream. It resumes by `Last-Event-ID` where the connection breaks off. */
export function browserSource(events: SourceEvents): Source {
  const source = new EventSource('/api/v1/events')
  for (const type of ['snapshot', 'changes', 'heartbeat'] as const) {
    source.addEventListener(type, ({ data }) => {
      if (typeof data === 'string') events.message(type, data)
    })
  }
  source.addEventListener('error', () => events.broken(source.readyState === EventSource.CLOSED))
  return source
}
