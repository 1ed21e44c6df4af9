import { describe, expect, it } from 'vitest'
import { assert, constantFrom, integer, oneof, property, string } from 'fast-check'
import { fileNameProblem } from './file-name.ts'
import { fillTemplate, hasWord, templateProblem } from './name-template.ts'

const at = new Date(2026, 10, 2, 9, 5, 7).getTime()
const facts = { atMs: at, preset: 'C:\\Shows\\Sunday Morning.vmix', channel: 0 }

describe('a name template', () => {
  it('has date and time of this machine, the preset without its folder, and streams from 1', () => {
    expect(fillTemplate('{preset}_{date}_{time}_stream{stream}.mp4', facts)).toBe(
      'Sunday Morning_2026-11-02_09-05-07_stream1.mp4',
    )
    expect(fillTemplate('{stream}{stream}', { ...facts, channel: 2 })).toBe('33')
  })

  it('says untitled of a show that was never saved, and takes a preset of any system', () => {
    expect(fillTemplate('{preset}', { ...facts, preset: null })).toBe('untitled')
    expect(fillTemplate('{preset}', { ...facts, preset: '/home/op/Gala.VMIX' })).toBe('Gala')
    expect(fillTemplate('{preset}', { ...facts, preset: 'a:b?.vmix' })).toBe('a-b-')
  })

  it('leaves a name without words as it is', () => {
    expect(fillTemplate('show.mp4', facts)).toBe('show.mp4')
    expect(hasWord('show.mp4')).toBe(false)
    expect(hasWord('{date}.mp4')).toBe(true)
    expect(hasWord('{date}.mp4', 'preset')).toBe(false)
  })

  it.each([
    ['{day}.mp4', '{day} stands for nothing'],
    ['{}.mp4', '{} stands for nothing'],
    ['{date.mp4', 'in pairs'],
    ['date}.mp4', 'in pairs'],
    ['{{date}}.mp4', 'in pairs'],
  ])('refuses %s', (name, said) => {
    expect(templateProblem(name)).toContain(said)
  })

  it('gives a name that every system takes, whatever the preset is called', () => {
    const ending = constantFrom('', '.vmix', '\\', '/', '. ', ' .vmix')
    assert(
      property(
        oneof(string({ unit: 'binary' }), string()),
        ending,
        integer({ min: 0, max: 63 }),
        (preset, end, channel) => {
          const name = fillTemplate('{preset} {date} {stream}.mp4', { atMs: at, preset: `${preset}${end}`, channel })
          const problem = fileNameProblem(name)
          expect(problem === null || problem.startsWith('It is longer')).toBe(true)
        },
      ),
      { numRuns: 50 },
    )
  })
})
