import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../src/vmix/catalogue/index.ts'
import { groupName, methodName } from '../../src/vmix/control/method-names.ts'
import { functionReference } from './function-reference.ts'
import { functionTypes } from './function-types.ts'

const root = join(import.meta.dirname, '../..')

describe('what is made from the catalogue', () => {
  it('is up to date: the types of all functions', async () => {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const path = 'src/vmix/control/functions.generated.ts'
    const formatted = execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
      cwd: root,
      input: functionTypes(),
      encoding: 'utf8',
    })
    await expect(formatted).toMatchFileSnapshot(join(root, path))
  })

  it('is up to date: docs/functions.md', async () => {
    await expect(functionReference()).toMatchFileSnapshot(join(root, 'docs/functions.md'))
  })
})

describe('names of methods', () => {
  it('are as the rule says', () => {
    expect(methodName('SetVolume', 'Audio')).toBe('setVolume')
    expect(methodName('ReplayMarkIn', 'Replay')).toBe('markIn')
    expect(methodName('ReplayACamera1', 'Replay')).toBe('aCamera1')
    expect(methodName('PTZHome', 'PTZ')).toBe('home')
    expect(methodName('DataSourceNextRow', 'DataSources')).toBe('nextRow')
    expect(methodName('ScriptStart', 'Scripting')).toBe('start')
    expect(methodName('SetCCGainRGB', 'Input')).toBe('setCCGainRGB')
    expect(methodName('GO', 'Input')).toBe('go')
    expect(['PlayList', 'NDI', 'DataSources'].map((each) => groupName(each as 'NDI'))).toEqual([
      'playList',
      'ndi',
      'dataSources',
    ])
  })

  it('differ within a group, are words that a program can write, and mean nothing else in it', () => {
    const names = FUNCTIONS.map(({ name, category }) => `${groupName(category)}.${methodName(name, category)}`)
    expect(new Set(names).size).toBe(FUNCTIONS.length)
    expect(names.filter((name) => !/^[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*$/.test(name))).toEqual([])
    const taken = new Set(['then', 'constructor', ...Object.getOwnPropertyNames(Function.prototype)])
    expect(names.filter((name) => taken.has(name.split('.')[1] ?? ''))).toEqual([])
  })
})
