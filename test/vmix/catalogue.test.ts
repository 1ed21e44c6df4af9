import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FUNCTIONS } from '../../src/vmix/catalogue/index.ts'
import { sharedMaterial } from '../support/programs.ts'

const file = sharedMaterial('reference/functions.json')
const collected = z.array(
  z.object({
    name: z.string(),
    category: z.string(),
    in: z.array(z.string()),
    parameters: z.array(z.string()).optional(),
    uses: z.array(z.string()).optional(),
  }),
)

describe.runIf(file !== null)('the catalogue beside the four lists that it was made from', () => {
  const lists = file === null ? [] : collected.parse(JSON.parse(readFileSync(file, 'utf8')))
  const ours = new Map(FUNCTIONS.map((each) => [each.name, each]))

  it('has the same 797 names, in the same categories and lists', () => {
    const told = lists.map(({ name, category, in: from }) => `${name} ${category} ${from.toSorted().join()}`)
    const here = FUNCTIONS.map(({ name, category, lists: from }) => `${name} ${category} ${from.toSorted().join()}`)
    expect(here.toSorted()).toEqual(told.toSorted())
    expect(told).toHaveLength(797)
  })

  it('takes every parameter that any list gives', () => {
    const lacking = lists.flatMap(({ name, parameters = [], uses = [] }) => {
      const known = ours.get(name)?.parameters?.map((parameter): string => parameter.name)
      return [...new Set([...parameters, ...uses])]
        .filter((each) => known?.includes(each) === false)
        .map((each) => `${name} ${each}`)
    })
    expect(lacking).toEqual([])
  })

  it('names as newest what only the lists of v29 have', () => {
    const newer = lists.filter(({ in: from }) => !from.includes('help28') && from.includes('v29'))
    const transitions = newer.filter(({ name }) => ours.get(name)?.since === 21).map(({ category }) => category)
    // The vendor's pages leave out transitions, so their absence there says nothing.
    expect(new Set(transitions)).toEqual(new Set(['Transition']))
    expect(newer.filter(({ name }) => ours.get(name)?.since === 29).length).toBe(newer.length - transitions.length)
  })
})
