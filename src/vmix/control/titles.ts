import { VMixAPIError } from '../errors/api-error.ts'
import type { RequestOptions } from '../http-client.ts'
import type { VMixInput, VMixState } from '../state.ts'
import { confirmed, type Desk, inTurn } from './confirm.ts'
import { findInput, type InputRef } from './input-ref.ts'

/** Fields of a title by name: `Headline` or `Headline.Text`, `Photo.Source`, `Box.Fill.Color`. */
export type TitleFields = { readonly [field: string]: string | number }

interface Change {
  readonly kind: 'texts' | 'images' | 'colors'
  readonly field: string
  readonly value: string
}

const FUNCTION_OF = { texts: 'SetText', images: 'SetImage', colors: 'SetColor' } as const

/**
 * Fills fields of a title and waits until the state shows them. Fields that are not named stay as they are; all are looked
 * for before the first is sent. Texts and colours are read back; of an image vMix may show another path than the one
 * given, so that is not.
 *
 * @throws {VMixAPIError} `invalid_parameter`: no such input or field; `not_confirmed`
 */
export async function setTitle(
  desk: Desk,
  input: InputRef,
  fields: TitleFields,
  { signal }: RequestOptions = {},
): Promise<VMixState> {
  const before = await desk.calls.look({ signal })
  const title = findInput(before, input)
  const changes = Object.entries(fields).map(([name, value]) => changeOf(title, name, String(value)))
  await inTurn(
    changes.map(({ kind, field, value }) => {
      const params = { input: title.key, selectedName: field, value }
      return () => desk.calls.call(FUNCTION_OF[kind], params, { signal })
    }),
  )
  const shows = (state: VMixState) => {
    const now = state.inputs.find(({ key }) => key === title.key)
    return now !== undefined && changes.every((change) => change.kind === 'images' || isShown(now, change))
  }
  return await confirmed(desk, `The title ${JSON.stringify(title.title)}`, shows, { signal })
}

function changeOf(title: VMixInput, name: string, value: string): Change {
  const fields = (['texts', 'images', 'colors'] as const).flatMap((kind) =>
    title[kind].map((field) => ({ kind, field: field.name })),
  )
  const exactly = fields.find(({ field }) => field === name)
  const found =
    exactly ?? fields.find(({ field }) => ['Text', 'Source', 'Fill.Color'].some((end) => field === `${name}.${end}`))
  if (found !== undefined) return { ...found, value }
  const known = fields.map(({ field }) => field).join(', ')
  const message = `The input ${JSON.stringify(title.title)} has no field ${JSON.stringify(name.slice(0, 80))}. It has ${known === '' ? 'none: it is no title' : known}.`
  throw new VMixAPIError('invalid_parameter', message, { mayHaveBeenSent: false })
}

function isShown(title: VMixInput, { kind, field, value }: Change): boolean {
  const now = title[kind].find(({ name }) => name === field)?.value
  return now !== undefined && (kind === 'colors' ? sameColour(now, value) : sameText(now, value))
}

/** A document may write line ends otherwise. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll(/\r\n?/g, '\n') === other.replaceAll(/\r\n?/g, '\n')
}

/** `#fff000` and `#FFFFF000` are one colour; vMix may write it with or without what is opaque. */
function sameColour(one: string, other: string): boolean {
  const opaque = (text: string) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^#?(?:FF)?(?=[0-9A-F]{6}$)/, '#')
  return opaque(one) === opaque(other)
}
