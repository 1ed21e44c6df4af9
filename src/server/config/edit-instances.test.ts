import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { withChangedInstance, withInstance, withoutInstance } from './edit-instances.ts'
import { parseConfig } from './read-config.ts'
import { configTemplate } from './template.ts'

const flat = `# top
listen: 127.0.0.1:8480

# Every vMix
instances:
- id: studio      # the first
  name: "Studio"
  host: localhost # here
  port: 8088
  # With a password:
  # username: admin

# The gateway
# is started
gateway:   none
# end
destinations: []
# last
`
const other = { id: 'two', name: 'Two: x', host: '127.0.0.1', port: 1 }
const files = { flat, template: configTemplate, windows: configTemplate.replaceAll('\n', '\r\n') }
const comments = (text: string) => text.split(/\r?\n/).filter((line) => line.trimStart().startsWith('#'))
const ids = (text: string) => parseConfig(text).instances.map(({ id }) => id)

describe.each(Object.entries(files))('a configuration (%s)', (_name, text) => {
  it('takes one vMix more, and every comment stays on its line', () => {
    const more = withInstance(text, other)
    expect(ids(more)).toEqual(['studio', 'two'])
    expect(parseConfig(more).instances[1]).toMatchObject(other)
    expect(comments(more)).toEqual(comments(text))
    expect(more.includes('\r')).toBe(text.includes('\r'))
    // What was there is there letter by letter, before and behind.
    const at = more.indexOf('- id: two')
    expect(text.startsWith(more.slice(0, at).trimEnd())).toBe(true)
  })

  it('and without it again is the same, letter by letter', () => {
    expect(withoutInstance(withInstance(text, other), 'two')).toBe(text)
  })

  it('the first one goes with what is commented out in it, and nothing else', () => {
    const less = withoutInstance(withInstance(text, other), 'studio')
    expect(ids(less)).toEqual(['two'])
    const gone = comments(text).filter((line) => !comments(less).includes(line))
    expect(gone.every((line) => /username|password/i.test(line))).toBe(true)
  })

  it('is changed in one setting, and back', () => {
    const changed = withChangedInstance(text, 'studio', {
      host: '#5: x',
      port: 99,
      username: 'anna',
      password: 'env:PW',
    })
    expect(parse(changed).instances[0]).toMatchObject({ host: '#5: x', port: 99, username: 'anna', password: 'env:PW' })
    expect(comments(changed)).toEqual(comments(text))
    const back = { host: 'localhost', port: 8088, username: null, password: null }
    expect(withChangedInstance(changed, 'studio', back)).toBe(text)
  })
})

describe('a list that is written on one line', () => {
  it('is taken and given back so', () => {
    const text = 'instances: [ { id: a, host: b } ] # c\ngateway: none # d\n'
    const more = withInstance(text, other)
    expect(more).toBe(
      'instances: [ { id: a, host: b }, { id: two, name: "Two: x", host: 127.0.0.1, port: 1 } ] # c\ngateway: none # d\n',
    )
    expect(ids(withoutInstance(more, 'a'))).toEqual(['two'])
  })

  it('or each vMix on one', () => {
    const text = 'instances:\n  - { id: a, host: b } # c\n  # d\n  - { id: e, host: f }'
    const more = withInstance(text, other)
    expect(ids(more)).toEqual(['a', 'e', 'two'])
    expect(more).toContain('# c\n  # d\n  - { id: e')
    expect(withChangedInstance(text, 'a', { port: 99 })).toBe(text.replace('host: b }', 'host: b, port: 99 }'))
    expect(withoutInstance(text, 'e')).toBe('instances:\n  - { id: a, host: b } # c\n  # d\n')
  })
})

describe('what a name may do to a file', () => {
  const hostile = [
    '- x',
    '# no',
    '"',
    "it's",
    '{a}',
    '[a]',
    '&a',
    '*a',
    '!x',
    '%',
    '@',
    '`',
    'null',
    'true',
    '007',
    'a: b',
    '💡',
    ' x ',
    'ü\u2028é',
  ]
  it.each(hostile)('%j is a name like others', (name) => {
    for (const text of Object.values(files)) {
      expect(parseConfig(withInstance(text, { ...other, name })).instances[1]?.name).toBe(name)
      expect(parseConfig(withChangedInstance(text, 'studio', { name })).instances[0]?.name).toBe(name)
    }
  })
})

describe('what a value with line ends may do to a file', () => {
  const hostile = [
    '\n     u\n    password: file:secret.txt',
    '\n     u\n    password: env:HOME\n    simulated: true',
    'u\npassword: x',
    'u\n- id: more\n  host: elsewhere',
    'x\ny',
    '\r',
    `${'long '.repeat(20)}\n\n# no comment: ${'x'.repeat(80)}`,
  ]
  const lists = { ...files, line: 'instances: [ { id: studio, host: b } ]\n', each: 'instances:\n  - { id: studio }\n' }
  it.each(hostile)('%j stays one value, and no setting comes of it', (username) => {
    for (const text of Object.values(lists)) {
      const before = parse(text).instances
      expect(parse(withInstance(text, { ...other, username })).instances).toEqual([...before, { ...other, username }])
      const changed = parse(withChangedInstance(text, 'studio', { username }))
      expect(changed).toEqual({ ...parse(text), instances: [{ ...before[0], username }] })
    }
  })
})
