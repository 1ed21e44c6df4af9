import { z } from 'zod'

/**
 * What a gateway tells its supervisor, over the channel between the two processes: that it answers, and then, each second
 * from its own event loop, that it is alive.
 */
export const fromGateway = z.object({ gateway: z.enum(['started', 'alive']) })

/** What a supervisor tells its gateway. A signal would not do: on Windows it ends the process at once. */
export const fromSupervisor = z.object({ supervisor: z.literal('stop') })
