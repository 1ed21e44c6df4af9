import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checked } from './checked.ts'
import { parseCommand } from './command.ts'

const hostile: unknown = JSON.parse('{ "length": { "toString": 1, "valueOf": 1 } }')

describe('checked', () => {
  it('is what the schema says', () => {
    expect(checked(z.string().min(2), 'ab')).toEqual({ success: true, data: 'ab' })
    expect(checked(z.string().min(2), 'a')).toMatchObject({ success: false })
  })

  it('says no to what the schema chokes on', () => {
    for (const schema of [z.string().min(1), z.string().max(5), z.array(z.string()).max(3)]) {
      expect(checked<unknown>(schema, hostile)).toMatchObject({ success: false })
    }
  })

  it('a command with such a value is no valid command', () => {
    const command = { version: 1, kind: 'output.remove', operationId: hostile }
    expect(() => parseCommand(command)).toThrow(expect.objectContaining({ code: 'bad_message' }))
  })
})
