import type { VMixBus, VMixState } from '../state.ts'
import type { VMixChange } from './event.ts'
import { inputChanges } from './input-changes.ts'
import { type Moving, passedOver, same } from './same.ts'

const FLAGS = ['external', 'multiCorder', 'fadeToBlack', 'playList', 'fullscreen'] as const

/**
 * What is different between two state documents, as typed events. Pure. Meter values and positions (time codes, running
 * times) are no changes unless asked for.
 *
 * @example changes(before, after, { include: ['meters'] })
 */
export function changes(
  before: VMixState,
  after: VMixState,
  options: { readonly include?: readonly Moving[] } = {},
): VMixChange[] {
  if (before === after) return []
  const passed = passedOver(options.include ?? [])
  return [
    ...identity(before, after),
    ...inputChanges(before, after, passed),
    ...mixes(before, after),
    ...listed(
      before.overlays,
      after.overlays,
      ({ number }) => String(number),
      passed,
      (then, now, { number }) => ({
        type: 'overlay',
        overlay: number,
        before: then?.input ?? null,
        after: now?.input ?? null,
        preview: { before: then?.preview ?? false, after: now?.preview ?? false },
      }),
    ).filter(({ before, after, preview }) => before !== after || preview.before !== preview.after),
    ...onAir(before, after, passed),
    ...sound(before, after, passed),
    ...settings(before, after, passed),
  ]
}

function identity(before: VMixState, after: VMixState): VMixChange[] {
  const found: VMixChange[] = []
  if (before.version !== after.version || before.edition !== after.edition) {
    const [then, now] = [before, after].map(({ version, edition }) => ({ version, edition }))
    if (then !== undefined && now !== undefined) found.push({ type: 'version', before: then, after: now })
  }
  if (before.preset !== after.preset) found.push({ type: 'preset', before: before.preset, after: after.preset })
  return found
}

function mixes(before: VMixState, after: VMixState): VMixChange[] {
  const found: VMixChange[] = []
  const [then, now] = [before, after].map(
    (state) =>
      new Map([
        [1, { preview: state.preview, active: state.active }] as const,
        ...state.mixes.map(({ number, preview, active }) => [number, { preview, active }] as const),
      ]),
  )
  for (const mix of new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])) {
    const [one, other] = [then?.get(mix), now?.get(mix)]
    for (const [type, name] of [
      ['program', 'active'],
      ['preview', 'preview'],
    ] as const) {
      const [was, is] = [one?.[name] ?? null, other?.[name] ?? null]
      if (was !== is) found.push({ type, mix, before: was, after: is })
    }
  }
  return found
}

function onAir(before: VMixState, after: VMixState, passed: ReadonlySet<string>): VMixChange[] {
  const found: VMixChange[] = []
  const channels = new Set([...before.streams, ...after.streams].map(({ channel }) => channel))
  for (const channel of channels) {
    const [was, is] = [before, after].map(({ streams }) => streams.find((one) => one.channel === channel)?.live ?? null)
    if (was !== is) found.push({ type: 'streaming', channel, before: was ?? null, after: is ?? null })
  }
  if (!same(before.recording, after.recording, passed)) {
    found.push({ type: 'recording', before: before.recording, after: after.recording })
  }
  for (const type of FLAGS) {
    if (before[type] !== after[type]) found.push({ type, before: before[type], after: after[type] })
  }
  return found
}

function sound(before: VMixState, after: VMixState, passed: ReadonlySet<string>): VMixChange[] {
  const all = ({ audio }: VMixState): VMixBus[] => [...(audio.master === null ? [] : [audio.master]), ...audio.buses]
  return listed(
    all(before),
    all(after),
    ({ name }) => name,
    passed,
    (then, now, { name }) => ({ type: 'audio', of: 'bus', bus: name, before: then, after: now }),
  )
}

function settings(before: VMixState, after: VMixState, passed: ReadonlySet<string>): VMixChange[] {
  const found: VMixChange[] = [
    ...listed(
      before.outputs,
      after.outputs,
      ({ type, number }) => `${type} ${number}`,
      passed,
      (then, now, { type, number }) => ({ type: 'output', kind: type, output: number, before: then, after: now }),
    ),
    ...listed(
      before.transitions,
      after.transitions,
      ({ number }) => String(number),
      passed,
      (then, now, { number }) => ({ type: 'transition', transition: number, before: then, after: now }),
    ),
  ]
  if (!same(before.dynamic, after.dynamic, passed)) {
    found.push({ type: 'dynamic', before: before.dynamic, after: after.dynamic })
  }
  return found
}

/** Differences of two lists whose entries are known by a name; an entry that is in one only has null in the other. */
function listed<T, C extends VMixChange>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
  passed: ReadonlySet<string>,
  make: (then: T | null, now: T | null, either: T) => C,
): C[] {
  const found: C[] = []
  const left = new Map(before.map((item) => [nameOf(item), item]))
  for (const now of after) {
    const name = nameOf(now)
    const then = left.get(name)
    left.delete(name)
    if (!same(then, now, passed)) found.push(make(then ?? null, now, now))
  }
  for (const gone of left.values()) found.push(make(gone, null, gone))
  return found
}
