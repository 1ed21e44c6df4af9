import type { InstanceView } from '../../src/server/view/index.ts'
import { words } from '../words.ts'
import { decibels, meterPart, silentBelowDb } from '../state/sound-level.ts'

type Audio = NonNullable<NonNullable<InstanceView['vmix']>['audio']>

/** vMix's master as it stands in its state document, about once a second. */
export function MasterMeter({ audio }: { audio: Audio }) {
  const left = decibels(audio.left)
  const right = decibels(audio.right)
  const quiet = audio.muted
    ? words.instance.muted
    : Math.max(left, right) < silentBelowDb
      ? words.instance.silent
      : null
  const level = words.instance.level(levelText(left), levelText(right))
  return (
    <div class="master" role="group" aria-label={words.instance.master}>
      <span class="quiet">{words.instance.master}</span>
      <Bars left={left} right={right} />
      <span class="unseen">{level}</span>
      {quiet !== null && <strong class="quiet-sound">{quiet}</strong>}
    </div>
  )
}

/** Two bars, −60 dB to 0 dB. */
export function Bars({ left, right }: { left: number; right: number }) {
  return (
    <span class="bars" aria-hidden="true">
      {[left, right].map((db, at) => (
        <span key={at} class="bar">
          <span style={{ transform: `scaleX(${meterPart(db)})` }} data-hot={db > -6} />
        </span>
      ))}
    </span>
  )
}

function levelText(db: number): string {
  return db <= -60 ? '−∞ dB' : `${Math.round(db)} dB`
}
