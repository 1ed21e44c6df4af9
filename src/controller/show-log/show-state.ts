import { z } from 'zod'
import type { WitnessEvent, WitnessHead } from '../../witness/index.ts'
import { destinationRecord, type LedgerState, operationKind } from './records.ts'

/** The entry that says where a show stands, so that what came before need not be read again. */
export const showStateType = 'show_state'
/** Goes up when what a ledger makes of the same entries changes: states of other versions are not used. */
const version = 4

const showState = z.object({
  event_type: z.literal(showStateType),
  params: z.object({
    version: z.literal(version),
    after_sequence: z.int().min(1),
    after_hash: z.string().regex(/^[0-9a-f]{64}$/),
    channels: z.array(
      z.object({
        channel: z.int(),
        on: z.boolean().nullable(),
        since: z.string().nullable(),
        via: z.enum(['direct', 'gateway']).nullable(),
        destinations: z.array(destinationRecord),
      }),
    ),
    journals: z.array(z.object({ journal: z.string(), seq: z.int() })),
    recording: z.object({ on: z.boolean().nullable(), since: z.string().nullable() }),
    outputs: z.array(z.object({ output: z.string(), on: z.boolean() })),
    unfinished: z.array(
      z.object({
        operation_id: z.string(),
        kind: operationKind,
        channel: z.int().nullable(),
        number: z.int().nullable(),
        requested_at: z.string(),
      }),
    ),
    wanted: z.array(z.object({ channel: z.int(), is: z.enum(['started', 'seen', 'no']) })).exactOptional(),
    shows: z
      .array(
        z.object({
          channel: z.int(),
          via: z.enum(['direct', 'gateway']),
          destinations: z.array(destinationRecord),
          unseen: z.boolean(),
          repointed: z.literal(true).exactOptional(),
        }),
      )
      .exactOptional(),
    recorder: z.enum(['on', 'unseen', 'off']).exactOptional(),
  }),
})

/** @param after the entry up to which the ledger has read */
export function showStateEvent(state: LedgerState, after: WitnessHead): WitnessEvent {
  return {
    eventType: showStateType,
    params: {
      version,
      after_sequence: after.size,
      after_hash: after.hash,
      channels: state.channels.map(([channel, record]) => ({ channel, ...record })),
      journals: state.gatewayEvents.map(([journal, seq]) => ({ journal, seq })),
      recording: state.recording,
      outputs: state.outputs.map(([output, on]) => ({ output, on })),
      unfinished: state.unfinished.map(({ operationId, kind, channel, output, requestedAt }) => ({
        operation_id: operationId,
        kind,
        channel,
        number: output,
        requested_at: requestedAt,
      })),
      ...(state.wanted === undefined ? {} : { wanted: state.wanted.map(([channel, is]) => ({ channel, is })) }),
      ...(state.shows === undefined ? {} : { shows: state.shows.map(([channel, show]) => ({ channel, ...show })) }),
      ...(state.recorder === undefined ? {} : { recorder: state.recorder }),
    },
  }
}

/** What such an entry says; null for another entry, one of another version, and one that is not as we write it. */
export function readShowState(
  event: Readonly<Record<string, unknown>>,
): { readonly after: WitnessHead; readonly state: LedgerState } | null {
  const parsed = showState.safeParse(event)
  if (!parsed.success) return null
  const {
    after_sequence: size,
    after_hash: hash,
    channels,
    journals,
    recording,
    outputs,
    unfinished,
    wanted,
    shows,
    recorder,
  } = parsed.data.params
  const state = {
    channels: channels.map(({ channel, ...record }) => [channel, record] as const),
    gatewayEvents: journals.map(({ journal, seq }) => [journal, seq] as const),
    recording,
    outputs: outputs.map(({ output, on }) => [output, on] as const),
    unfinished: unfinished.map(({ operation_id: operationId, kind, channel, number, requested_at: requestedAt }) => ({
      operationId,
      kind,
      channel,
      output: number,
      requestedAt,
    })),
    ...(wanted === undefined ? {} : { wanted: wanted.map(({ channel, is }) => [channel, is] as const) }),
    ...(shows === undefined ? {} : { shows: shows.map(({ channel, ...show }) => [channel, show] as const) }),
    ...(recorder === undefined ? {} : { recorder }),
  }
  return { after: { size, hash }, state }
}
