import { NoteError } from './errors.ts'

// oxlint-disable-next-line no-control-regex -- a key name stands in a note, which holds no control characters
const forbidden = /[\p{White_Space}+\u0000-\u001f]/u
const maxLength = 255

/** Whether this may name a key: not empty, no Unicode space, no plus. Throws {@link NoteError} `bad_key_name`. */
export function checkKeyName(name: string): void {
  if (name !== '' && name.length <= maxLength && name.isWellFormed() && !forbidden.test(name)) return
  throw new NoteError(
    'bad_key_name',
    `A key's name is 1 to ${maxLength} characters without spaces and plus signs, such as example.com/log.`,
  )
}
