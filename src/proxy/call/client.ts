/** Who asks, and by which of the two ports. */
export interface Client {
  readonly address: string
  readonly protocol: 'http' | 'tcp'
}

/** As the log shows it: `proxy:192.168.1.20`. */
export function actorOf({ address }: Client): string {
  return `proxy:${address}`
}
