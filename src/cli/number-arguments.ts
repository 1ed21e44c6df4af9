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
export const count = (text: string): number => whole(text, 0, 999_999_999, 'It is a whole number.')

export function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`It is a number of seconds from ${min} to ${max}.`)
  }
}
