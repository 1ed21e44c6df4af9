/** The inside of a process that runs one client: does what the test asks for by messages, and tells what the client says. */
export type Actions = Readonly<Record<string, (...args: never[]) => unknown>>

export interface Asked {
  readonly id: number
  readonly action: string
  readonly args: readonly unknown[]
}

export type Told =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly data: unknown }

export function tell(event: string, data: unknown = null): void {
  send({ event, data })
}

/** Ends with the test. What the client throws out of a callback is told and not hidden, and ends nothing. */
export function serve(actions: Actions): void {
  process.on('uncaughtException', (error) => tell('uncaught', error.message))
  process.on('unhandledRejection', (reason) => tell('uncaught', reason instanceof Error ? reason.message : reason))
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message) => {
    const { id, action, args } = message as Asked
    const run = async () => await actions[action]?.(...(args as never[]))
    run().then(
      (result) => send({ id, result: result ?? null }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) }),
    )
  })
  tell('ready')
}

function send(told: Told): void {
  if (process.connected) process.send?.(told)
}
