import { BlockList, isIP, isIPv4 } from 'node:net'

/** A client's address as it is shown and compared: an IPv4 address that came by IPv6 is itself again. */
export function plainAddress(address: string | undefined): string {
  const text = (address ?? '').replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1]
  return mapped ?? (text === '' ? 'unknown' : text)
}

/** Addresses and networks (`192.168.1.20`, `192.168.1.0/24`, `fd00::/8`). */
export class AddressList {
  readonly #list = new BlockList()
  readonly #empty: boolean

  /** @throws {RangeError} for what is no address and no network */
  constructor(texts: readonly string[]) {
    this.#empty = texts.length === 0
    for (const text of texts) this.#add(text.trim())
  }

  has(address: string): boolean {
    if (this.#empty || isIP(address) === 0) return false
    return this.#list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  }

  #add(text: string): void {
    const [address = '', bits] = text.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    const most = family === 'ipv4' ? 32 : 128
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (isIP(address) === 0 || !(prefix <= most)) {
      throw new RangeError(
        `"${text.slice(0, 60)}" is no address, such as 192.168.1.20, and no network, such as 192.168.1.0/24.`,
      )
    }
    this.#list.addSubnet(address, prefix, family)
  }
}
