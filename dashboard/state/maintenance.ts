import type { MaintenanceView } from '../../src/server/view/index.ts'
import { words } from '../words.ts'
import { dayText, timeText } from './figure-text.ts'

/** Whether it keeps alarms quiet now. */
export function holds({ from, until }: MaintenanceView, nowMs: number): boolean {
  return (from === null || Date.parse(from) <= nowMs) && (until === null || nowMs < Date.parse(until))
}

/** Whether it keeps quiet whatever there is. */
export function isOfAll({ instances, about }: MaintenanceView): boolean {
  return instances === null && about === null
}

/** For what it is, for how long, and whose. @example 'of studio, until Sun 22 Nov 20:00:00, begun by Anna' */
export function windowText({ from, until, instances, about, by }: MaintenanceView): string {
  const said = words.settings.maintenance
  const time = (iso: string): string => `${dayText(iso)} ${timeText(iso)}`
  return [
    instances === null ? '' : said.of(instances.join(', ')),
    about === null ? '' : said.about(about.join(', ').replaceAll('_', ' ')),
    from === null ? '' : said.from(time(from)),
    until === null ? said.open : said.until(time(until)),
    by === null ? said.fromFile : said.by(by),
  ]
    .filter((part) => part !== '')
    .join(', ')
}
