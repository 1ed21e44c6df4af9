import type { Tone } from '../state/stream-state.ts'

/** Shapes that differ without colour: a full disc, a triangle, a square, a ring, a half-open ring, a dash. */
const paths: Readonly<Record<Tone, string>> = {
  good: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z',
  warning: 'M12 2.5 22.5 21h-21L12 2.5Zm-1.2 7v5.5h2.4V9.5h-2.4Zm0 7v2.3h2.4v-2.3h-2.4Z',
  critical: 'M3 3h18v18H3V3Zm7.8 3.5v7.5h2.4V6.5h-2.4Zm0 9v2.4h2.4v-2.4h-2.4Z',
  busy: 'M12 3a9 9 0 0 1 9 9h-3a6 6 0 0 0-6-6V3ZM3 12a9 9 0 0 0 9 9v-3a6 6 0 0 1-6-6H3Z',
  off: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 2.6a6.4 6.4 0 1 0 0 12.8 6.4 6.4 0 0 0 0-12.8Z',
  unknown: 'M4 10.5h16v3H4v-3Z',
}

export function Icon({ tone }: { tone: Tone }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[tone]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  )
}
