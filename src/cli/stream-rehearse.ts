import { systemClock } from '../clock/index.ts'
import type { GoLiveRequest, VMixStreamingController } from '../controller/index.ts'
import { openRehearsal } from '../rehearsal/index.ts'
import { arrivalsOf, arrivalText } from './live/arrivals.ts'
import { endRehearsal, isStillOurs, sayEndedElsewhere } from './live/own-rehearsal.ts'
import { sayResult } from './operation-result.ts'
import { stopsOnSignal } from './stop-signal.ts'
import { terminal } from './terminal.ts'

const lookMs = 1000

/**
 * Rehearses one destination, with a receiver in this process: so it stays in front, and its end is the rehearsal's.
 *
 * @returns the code that the process ends with
 */
export async function rehearseStream(
  controller: VMixStreamingController,
  request: Omit<GoLiveRequest, 'rehearsal'> & { readonly channel: number },
  json: boolean,
): Promise<number> {
  await using rehearsal = await openRehearsal({ clock: systemClock })
  using stop = stopsOnSignal()
  const { channel } = request
  const result = await controller.goLive({ ...request, rehearsal, signal: stop.signal })
  const [only] = result.destinations
  if (only === undefined || !only.success) return only === undefined ? 1 : sayResult(only, json)
  sayResult(only, json)
  if (!json) terminal.say('The receiver is this command: Ctrl-C ends the rehearsal.')
  let hasArrived = false
  while (!stop.signal.aborted) {
    // What cannot be told goes on: nothing is stopped by looking.
    const ours = await isStillOurs(controller, result, { signal: stop.signal }).catch(() => true)
    if (!ours && !stop.signal.aborted) {
      sayEndedElsewhere(channel, json)
      return 0
    }
    const arrival = arrivalsOf(rehearsal, controller.instance, result)[0]
    if (!hasArrived && !json && arrival?.arrived?.fps != null) {
      hasArrived = true
      terminal.say(arrivalText(arrival))
    }
    await systemClock.sleep(lookMs, stop.signal).catch(() => undefined)
  }
  const [last] = arrivalsOf(rehearsal, controller.instance, result)
  const more = last === undefined ? [] : [arrivalText(last)]
  return await endRehearsal(controller, result, { json, confirmed: request.confirmed ?? false, more })
}
