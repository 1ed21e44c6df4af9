import { z } from 'zod'

const predecessorSchema = z.object({
  /** How it ended: `SIGKILL`, or `code 134`. */
  how: z.string().max(64),
  /** It hung, and was ended for that: for how long nothing had been heard of it, ms. Null: it died by itself. */
  hungMs: z.number().nonnegative().nullable(),
})

/** The gateway in whose place this one was started by their supervisor, and what became of it. */
export type Predecessor = z.infer<typeof predecessorSchema>

/** In the environment, since it is there from the first moment: what a gateway finds is taken up and told of at its start. */
const NAME = 'VMIX_GATEWAY_PREDECESSOR'

/** What a gateway that is started in the place of another one finds in its environment; null: it is the first. */
export function tellSuccessor(before: Predecessor | null): NodeJS.ProcessEnv {
  return { [NAME]: before === null ? undefined : JSON.stringify(before) }
}

/** What the supervisor left for this process; taken out, so that none of its own children finds it. */
export function takePredecessor(): Predecessor | null {
  const text = process.env[NAME]
  delete process.env[NAME]
  if (text === undefined) return null
  try {
    return predecessorSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
