import { z } from 'zod'
import { destinationRecord, operationKind } from './records.ts'

/** An entry as far as a ledger takes it in. What does not read like this is not ours, or of no account here. */
export const recordedEvent = z.object({
  event_type: z.string(),
  operation_id: z.string().nullish(),
  timestamp: z.string(),
  params: z
    .object({
      kind: operationKind.optional(),
      channel: z.int().nullish(),
      via: z.enum(['direct', 'gateway']).optional(),
      destination: destinationRecord.optional(),
      destination_id: z.string().nullish(),
      recorder: z.enum(['vmix', 'gateway', 'multicorder']).nullish(),
      output: z.enum(['external', 'srt']).optional(),
      number: z.int().nullish(),
      function: z.string().optional(),
      interrupted_kind: z.string().optional(),
      streams: z.array(z.int()).optional(),
      /** Of a resumed stream: all that it goes to. Elsewhere a number may stand here. */
      destinations: z.array(destinationRecord).optional().catch(undefined),
      unseen: z.boolean().optional(),
      /** Of a direct start: the stream went through the gateway, which was gone. */
      instead_of: z.literal('gateway').optional().catch(undefined),
      on: z.boolean().optional(),
      since: z.string().nullish(),
      gateway_journal: z.string().optional(),
      gateway_seq: z.int().optional(),
    })
    .nullish()
    .catch(null),
  result: z
    .object({
      ended: z.array(z.string()).optional(),
      ended_before: z.array(z.string()).optional(),
      switched_on: z.boolean().optional(),
      sent: z.boolean().optional(),
    })
    .nullish()
    .catch(null),
})
export type RecordedParams = z.infer<typeof recordedEvent>['params']
export type RecordedResult = z.infer<typeof recordedEvent>['result']
