/** How long each step may take, ms. All are limits: what shows earlier goes on at once. */
export interface Waits {
  /** From the command until vMix's state shows it. */
  readonly vmixMs: number
  /** From vMix's start until the first key frame is at the gateway; longer means that it probably goes elsewhere. */
  readonly feedMs: number
  /** From the feed until a destination acknowledged the publish, or a file has its first picture. */
  readonly destinationMs: number
  /** Ending one destination or file at the gateway. */
  readonly gatewayMs: number
  /** Until a whole operation is given up; later sends do not happen. */
  readonly operationMs: number
  /** Between two looks at a state that is awaited. */
  readonly lookMs: number
}

export const defaultWaits: Waits = {
  vmixMs: 5000,
  feedMs: 10_000,
  destinationMs: 10_000,
  gatewayMs: 5000,
  operationMs: 60_000,
  lookMs: 100,
}
