import type { StandbyState } from '../controller/index.ts'
import { terminal } from './terminal.ts'

/** What there is to go over to, and what is wrong with it. */
export function standbyLines({ backup, slate }: StandbyState): readonly string[] {
  return [
    ...(backup === null
      ? []
      : [
          `  backup  stream ${backup.channel + 1} of ${backup.instance}, ${backup.live ? 'live' : terminal.paint('yellow', 'not live now')}`,
        ]),
    ...(slate === null ? [] : [`  slate   ${slate.path}, ${slateIs(slate)}`]),
  ]
}

function slateIs({ state, why, width, height, fps }: NonNullable<StandbyState['slate']>): string {
  if (state === 'preparing') return 'being prepared'
  if (state === 'failed') return terminal.paint('red', why ?? 'cannot be used')
  const size =
    width === null || height === null ? '' : ` at ${width}×${height}, ${Math.round((fps ?? 0) * 100) / 100} fps`
  return `ready${size}${why === null ? '' : `. ${terminal.paint('yellow', why)}`}`
}
