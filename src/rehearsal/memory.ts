import { z } from 'zod'

/** What outlives the process that holds the receivers, so that they come back where streams are sent to. */
export const rehearsalState = z.object({
  port: z.int().min(1).max(65_535),
  places: z
    .array(
      z.object({
        instance: z.string(),
        channel: z.int(),
        destinationId: z.string(),
        name: z.string(),
        /** Made here, and of no use anywhere else. */
        key: z.string().min(16).max(128),
      }),
    )
    .max(256),
})
export type RehearsalState = z.infer<typeof rehearsalState>

/** Where it is kept. */
export interface RehearsalMemory {
  /** Null: nothing is. @throws Error for what cannot be read */
  read(): Promise<RehearsalState | null>
  write(state: RehearsalState): Promise<void>
}
