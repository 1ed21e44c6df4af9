import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { channelCount, parseState } from '../../src/vmix/index.ts'
import { sharedMaterial } from '../support/programs.ts'

const folder = sharedMaterial('reference/xml')
const files = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.xml'))
const read = (name: string) => parseState(readFileSync(join(folder ?? '', name), 'utf8'))

describe.runIf(files.length > 0)('state documents captured from real vMix machines', () => {
  it.each(files)('%s reads completely', (name) => {
    const xml = readFileSync(join(folder ?? '', name), 'utf8')
    const state = parseState(xml)
    expect(state.version).toBe(/^v([\d.]+)-/.exec(name)?.[1])
    expect(state.edition.replace(' ', '')).toBe(/-(\w+)/.exec(name)?.[1])
    expect(state.inputs).toHaveLength(xml.match(/<input\s/g)?.length ?? 0)
    expect(state.inputs.map((input) => `number="${input.number}"`)).toEqual(
      [...xml.matchAll(/<input\s[^>]*?(number="\d+")/g)].map((match) => match[1]),
    )
    expect(state.inputs.every((input) => input.key.length === 36 && input.title !== '')).toBe(true)
    expect(state.overlays).toHaveLength(state.major === 23 ? 6 : state.major < 29 ? 8 : 16)
    expect(state.streams).toHaveLength(channelCount(state.version))
    expect(state.audio.master).toMatchObject({ volume: 100, muted: false })
    for (const flag of [
      state.external,
      state.multiCorder,
      state.fadeToBlack,
      state.recording.active,
      state.streaming,
    ]) {
      expect(flag).not.toBeNull()
    }
  })

  it('shows the running stream of v24 as stream 0', () => {
    expect(read('v24.0.0.51-4K-streaming.xml').streams.map((stream) => stream.live)).toEqual([true, false, false])
  })

  it('shows the running recording of v24 with seconds and both files', () => {
    const { recording } = read('v24.0.0.51-4K-recording.xml')
    expect(recording).toMatchObject({ active: true, seconds: 12 })
    expect(recording.files.map((file) => file.split('\\').at(-1))).toEqual([
      'archive_dirty - 15.10.2021-10-07-32.mp4',
      'archive_clean - 15.10.2021-10-07-32 - Output 1.mp4',
    ])
  })

  it('reads sound, titles in any script, and buses of v29', () => {
    const state = read('v29.0.0.45-Pro.xml')
    expect(state.inputs[7]).toMatchObject({ shortTitle: 'Интершум', audio: null })
    expect(state.inputs[0]?.audio).toEqual({
      muted: true,
      volume: 0,
      balance: 0,
      solo: false,
      soloPfl: false,
      buses: ['M'],
      gainDb: 0,
      meters: [0, 0],
    })
    expect(state.audio.buses.map((bus) => bus.name)).toEqual(['A'])
    expect(state.audio.master?.headphonesVolume).toBe(29.98658)
  })
})
