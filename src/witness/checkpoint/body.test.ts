import { describe, expect, it } from 'vitest'
import { NoteError } from '../note/index.ts'
import { formatCheckpointBody, parseCheckpointBody } from './index.ts'

const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='

describe("a checkpoint's text", () => {
  it('is read as the specification has it, and written the same', () => {
    const text = `example.com/behind-the-sofa\n20852163\n${root}\n`
    const body = parseCheckpointBody(text)
    expect(body).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] })
    expect(formatCheckpointBody(body)).toBe(text)
  })

  it("keeps the further lines of others' logs", () => {
    const text = `log\n0\n${root}\nmore\nand more\n`
    expect(formatCheckpointBody(parseCheckpointBody(text))).toBe(text)
  })

  it.each([
    ['no root', 'log\n1\n'],
    ['no final newline', `log\n1\n${root}`],
    ['an empty origin', `\n1\n${root}\n`],
    ['an empty further line', `log\n1\n${root}\n\nmore\n`],
    ['a leading zero', `log\n01\n${root}\n`],
    ['a sign', `log\n+1\n${root}\n`],
    ['a size that is no number', `log\none\n${root}\n`],
    ['a space before its size', `log\n 1\n${root}\n`],
    ['a space behind its size', `log\n1 \n${root}\n`],
    ['a size with an exponent', `log\n1e3\n${root}\n`],
    ['a size of 2^53', `log\n9007199254740992\n${root}\n`],
    ['digits of another script', `log\n\u0661\n${root}\n`],
    ['a root of 33 bytes', `log\n1\n${Buffer.alloc(33).toString('base64')}\n`],
    ['a root with other unused bits', `log\n1\n${'A'.repeat(42)}B=\n`],
    ['a size in hex', `log\n0x1\n${root}\n`],
    ['a size beyond all counting', `log\n18446744073709551615\n${root}\n`],
    ['a root of 31 bytes', `log\n1\n${Buffer.alloc(31).toString('base64')}\n`],
    ['a root that is not base64', `log\n1\n${root.replace('=', '')}\n`],
  ])('with %s is refused', (_what, text) => {
    expect(() => parseCheckpointBody(text)).toThrow(expect.objectContaining({ code: 'bad_checkpoint' }))
    expect(() => parseCheckpointBody(text)).toThrow(NoteError)
  })
})
