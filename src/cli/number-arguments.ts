import { InvalidArgumentError } from 'commander'

/** Readers for options that are numbers; each complains in words, without repeating what was typed. */
function whole(text: string, min: number, max: number, what: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new InvalidArgumentError(what)
}

export const port = (text: string): number => whole(text, 1, 65_535, 'It is a port: 1 to 65535.')
/** 0: any free one. */
export const freePort = (text: string): number =>
  whole(text, 0, 65_535, 'It is a port: 1 to 65535, or 0 for any free one.')
export const channel = (text: string): number =>
  whole(text, 0, 4, 'Channels count from 0: 0, 1 or 2 (to 4 from vMix 28).')
/** Of vMix, as people count them. */
export const output = (text: string): number => whole(text, 1, 4, 'Outputs count from 1, as in vMix: 1 to 4.')
export const count = (text: string): number => whole(text, 0, 999_999_999, 'It is a whole number.')

export const cores = (text: string): number => whole(text, 1, 64, 'It is a number of cores, 1 to 64.')

export const splitSeconds = (text: string): number =>
  whole(text, 1, 86_400, 'It is a whole number of seconds, 1 to 86400.')

const sizeUnits = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 } as const

/** @example fileSize('4G') // 4_000_000_000 */
export function fileSize(text: string): number {
  const [, figure = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([kMGT]?)$/.exec(text) ?? []
  const factor = Object.entries(sizeUnits).find(([name]) => name === unit)?.[1] ?? Number.NaN
  const bytes = figure === '' ? Number.NaN : Math.round(Number(figure) * factor)
  if (bytes >= 1_000_000 && Number.isSafeInteger(bytes)) return bytes
  throw new InvalidArgumentError('It is a size of 1M or more: 700M, 4G (1000 bytes to the k).')
}

export function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`It is a number of seconds from ${min} to ${max}.`)
  }
}

/** How long a gateway may be silent; it speaks each second. */
export function hungAfter(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (value === 0 || (value >= 3 && value <= 3600)) return value
  throw new InvalidArgumentError('It is a whole number of seconds from 3 to 3600, or 0 for never.')
}
