import type { MediaPacket } from '../src/gateway/packet.ts'

/** Between two looks whether pictures still arrive, ms: as the gateway looks. */
export const CHECK_MS = 100

/** A look, and how much later it came than planned. */
export interface Check {
  readonly atMs: number
  readonly lateMs: number
}

/** When the messages of one stream arrived, and when it was looked whether they still do. */
export interface Trace {
  readonly name: string
  readonly packets: readonly MediaPacket[]
  readonly checks: readonly Check[]
}

const nothing = Buffer.alloc(0)

/** A message of which only its times are kept. */
export function arrival(role: 'key' | 'delta' | 'audio', dtsMs: number, arrivedMs: number): MediaPacket {
  return { kind: role === 'audio' ? 'audio' : 'video', role, dtsMs, ctsMs: 0, body: nothing, arrivedMs }
}

/** Looks in time, from one moment to another. */
export function onTime(fromMs: number, toMs: number): readonly Check[] {
  return Array.from({ length: Math.max(0, Math.ceil((toMs - fromMs) / CHECK_MS)) }, (_, i) => ({
    atMs: fromMs + i * CHECK_MS,
    lateMs: 0,
  }))
}

/** The same numbers in every run, from 0 to 1: mulberry32. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** When a picture arrives: not before the one before it. */
type Late = (dtsMs: number, frame: number) => number

interface Made {
  readonly name: string
  /** Decode times. */
  readonly frames: (minutes: number) => readonly number[]
  /** How much later than its decode time a picture is sent. */
  readonly late?: Late
  /** `in steps`: with the pictures, as ffmpeg sends it. */
  readonly sound?: boolean | 'in steps'
}

const every =
  (stepMs: number) =>
  (minutes: number): readonly number[] =>
    Array.from({ length: Math.floor((minutes * 60_000) / stepMs) }, (_, i) => i * stepMs)

const kinds: readonly Made[] = [
  { name: '25 fps', frames: every(40), sound: true },
  { name: '30 fps', frames: every(1000 / 30), sound: true },
  { name: '60 fps', frames: every(1000 / 60) },
  { name: '30 fps, up to 200 ms of jitter', frames: every(1000 / 30), late: jitter(200) },
  { name: '25 fps, hiccups up to 0.95 s', frames: every(40), late: hiccups(950), sound: true },
  { name: '30 fps, key frame every 10 s that takes 0.8 s', frames: every(1000 / 30), late: slowKeys(10_000, 800) },
  { name: '1 fps', frames: every(1000) },
  { name: '1 fps, sound', frames: every(1000), sound: true },
  { name: '1 fps, up to 200 ms of jitter, sound', frames: every(1000), late: jitter(200), sound: true },
  { name: '1 fps, up to 200 ms of jitter, sound in steps', frames: every(1000), late: jitter(200), sound: 'in steps' },
  { name: 'a picture only when it changes, within 1 s', frames: changing },
]

/** Made by reckoning: the same in every run. */
export function madeTraces(minutes: number): readonly Trace[] {
  return kinds.map(({ name, frames, late = () => 0, sound = false }) => {
    const times = frames(minutes)
    let before = 0
    const pictures = times.map((dtsMs, frame) => {
      before = Math.max(before, dtsMs + late(dtsMs, frame))
      return arrival(frame % 60 === 0 ? 'key' : 'delta', Math.round(dtsMs), before)
    })
    const last = times.at(-1) ?? 0
    const sounds = sound === false ? [] : soundUntil(last, sound === 'in steps' ? pictures : [])
    const packets = [...pictures, ...sounds].sort((a, b) => a.arrivedMs - b.arrivedMs)
    return { name, packets, checks: onTime(0, packets.at(-1)?.arrivedMs ?? 0) }
  })
}

/** @param pictures each message comes with the first picture that is later than it; where there are none, in time */
function soundUntil(lastMs: number, pictures: readonly MediaPacket[]): readonly MediaPacket[] {
  let next = 0
  return Array.from({ length: Math.floor((lastMs * 48) / 1024) }, (_, i) => {
    const dtsMs = (i * 1024) / 48
    for (let at = pictures[next]; at !== undefined && at.dtsMs <= dtsMs; at = pictures[++next]);
    return arrival('audio', Math.round(dtsMs), pictures[next]?.arrivedMs ?? dtsMs)
  })
}

function jitter(mostMs: number): Late {
  const random = dice(1)
  return () => random() * mostMs
}

/** Now and then nothing comes for a while, and then all at once. The gap between two pictures is what is said. */
function hiccups(mostMs: number): Late {
  const random = dice(2)
  let from = 5000
  let to = from
  return (dtsMs) => {
    if (dtsMs > to) {
      from = dtsMs + 3000 + random() * 9000
      to = from + (0.2 + 0.8 * random()) * mostMs
    }
    // The picture before came up to 40 ms before it began.
    return dtsMs <= from ? 0 : Math.max(0, to - 40 - dtsMs)
  }
}

/** A key frame is many times as long as the rest, and fills the line. */
function slowKeys(everyMs: number, takesMs: number): Late {
  return (dtsMs) => Math.max(0, takesMs - (dtsMs % everyMs) * 1.5)
}

function changing(minutes: number): readonly number[] {
  const random = dice(3)
  const times: number[] = []
  for (let at = 0; at < minutes * 60_000; at += 40 * Math.ceil(random() ** 3 * 25)) times.push(at)
  return times
}
