import type { SrtDestination, StreamDestination } from '../../controller/index.ts'
import { readLastEntries, WitnessError } from '../../witness/index.ts'
import type { InstanceDesk, PresetBook } from '../room/index.ts'
import type { ScheduledWork, ScheduleSettings } from './settings.ts'

/** As many entries as no half minute has. */
const recent = 1000

/** How a run ended, for people. */
export interface WorkDone {
  readonly success: boolean
  readonly message: string
}

/**
 * Carries one run out. Its operation is named after schedule and time: a start of that name is never carried out twice, whatever
 * became of this server in between.
 */
export async function carryOut(
  desk: InstanceDesk,
  presets: PresetBook,
  { id, work }: ScheduleSettings,
  at: string,
): Promise<WorkDone> {
  const operation = { operationId: operationOf(id, at), actor: `schedule ${id}` }
  const { controller } = desk
  const { channel } = work
  switch (work.does) {
    case 'start': {
      const { destinations, missing } = chosen(presets, work.destinations)
      if (missing.length > 0) return { success: false, message: `There is no destination ${missing.join(', ')}.` }
      const record = work.record === null ? {} : { record: work.record }
      // Nobody is there to say replace, and a rehearsal that was forgotten is nobody's show.
      const result = await controller.goLive({ channel, destinations, ...record, endRehearsal: true, ...operation })
      return {
        ...result,
        message: result.endedRehearsal ? `${result.message} A rehearsal was ended for it.` : result.message,
      }
    }
    case 'stop':
      return await controller.stopStream({ channel, ...operation })
    case 'record':
      return await controller.startRecording({ channel, ...work.record, ...operation })
    default:
      return await controller.stopRecording({ channel, ...operation })
  }
}

/** Whether the show log has this run, by whatever server; null: it cannot be read. */
export async function wasBegun(desk: InstanceDesk, { id }: ScheduleSettings, at: string): Promise<boolean | null> {
  try {
    const { entries } = await readLastEntries(desk.controller.witnessFolder, recent)
    return entries.some(({ event }) => event.operation_id === operationOf(id, at))
  } catch (error) {
    return error instanceof WitnessError && error.code === 'not_found' ? false : null
  }
}

function operationOf(id: string, at: string): string {
  return `schedule:${id}:${at}`
}

/** Where a start goes; nothing for all else. */
export function destinationsOf(
  presets: PresetBook,
  work: ScheduledWork,
): readonly (StreamDestination | SrtDestination)[] {
  return work.does === 'start' ? chosen(presets, work.destinations).destinations : []
}

function chosen(presets: PresetBook, ids: readonly string[]) {
  const found = ids.map((id) => ({ id, destination: presets.destination(id) }))
  return {
    destinations: found.flatMap(({ destination }) => (destination === null ? [] : [destination])),
    missing: found.flatMap(({ id, destination }) => (destination === null ? [id] : [])),
  }
}
