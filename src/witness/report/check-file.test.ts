import { describe, expect, it } from 'vitest'
import type { JsonObject, WitnessEntry } from '../entry.ts'
import { checkRecordedFile } from './check-file.ts'

const entry = (event_type: string, params: JsonObject, result: JsonObject, sequence: number): WitnessEntry => ({
  event: {
    actor: 'anna',
    epoch: null,
    event_type,
    log_id: 'l',
    logged_at: '2026-11-22T20:00:00.000Z',
    operation_id: null,
    params,
    result,
    sequence,
    timestamp: '2026-11-22T20:00:00.000Z',
    writer: 'w',
  },
  previous_hash: 'p',
  current_hash: 'c',
  witness_timestamp: '2026-11-22T20:00:00.000Z',
})
const hashed = (filename: string, sha256: string | null, sequence: number) =>
  entry('recording_hashed', { channel: 0, filename }, { sha256, bytes: 1, as_written: true }, sequence)
const started = (filename: string, sequence: number) =>
  entry('recording_started', { channel: 0, filename, recorder: 'gateway' }, {}, sequence)
const log = [
  started('/rec/show.mp4', 1),
  hashed('/rec/show.mp4', 'aa', 2),
  started('C:\\rec\\win.mkv', 3),
  hashed('C:\\rec\\win.mkv', 'bb', 4),
  started('/rec/running.mp4', 5),
  started('/rec/gone.mp4', 6),
  hashed('/rec/gone.mp4', null, 7),
]

describe('checkRecordedFile', () => {
  it('finds a recording by its hash, whatever it is called now', async () => {
    const found = await checkRecordedFile(log, { name: '/usb/renamed.mp4', sha256: 'AA' })
    expect(found).toMatchObject({ state: 'unchanged', path: '/rec/show.mp4', sequence: 2, recording: { channel: 0 } })
  })

  it('says when what was hashed is not what had been written', async () => {
    const { params } = log[1]?.event ?? {}
    const entries = [log[0] ?? log, entry('recording_hashed', params ?? {}, { sha256: 'aa', as_written: false }, 2)]
    const found = await checkRecordedFile(entries.flat(), { name: 'show.mp4', sha256: 'aa' })
    expect(found).toMatchObject({ state: 'unchanged', asWritten: false })
    expect(await checkRecordedFile(log, { name: 'show.mp4', sha256: 'aa' })).toMatchObject({ asWritten: true })
  })

  it('tells recordings of one name apart, and forgets no hash for one that failed', async () => {
    const path = '/rec/show.mp4'
    const again = [...log, { ...started(path, 8) }, hashed(path, 'dd', 9), hashed(path, null, 10)]
    const second = await checkRecordedFile(again, { name: path, sha256: 'dd' })
    expect(second).toMatchObject({ state: 'unchanged', sequence: 9, recording: { files: [{ path, sha256: 'dd' }] } })
    const first = await checkRecordedFile(again, { name: path, sha256: 'aa' })
    expect(first).toMatchObject({ state: 'unchanged', sequence: 2, recording: { files: [{ path, sha256: 'aa' }] } })
    expect(await checkRecordedFile(again, { name: path, sha256: 'ee' })).toMatchObject({
      state: 'changed',
      sequence: 9,
    })
  })

  it.each([
    ['/usb/show.mp4', 'changed', 2],
    ['/usb/win.mkv', 'changed', 4],
    ['/rec/running.mp4', 'unhashed', null],
    ['/rec/gone.mp4', 'unhashed', null],
    ['/rec/other.mp4', 'unknown', null],
  ])('with another hash, %s is %s', async (name, state, sequence) => {
    expect(await checkRecordedFile(log, { name, sha256: 'cc' })).toMatchObject({ state, sequence })
  })
})
