import { describe, expect, it } from 'vitest'
import { isActing } from '../../src/simulator/functions/index.ts'
import { FUNCTIONS, type VMixState } from '../../src/vmix/index.ts'
import { randomFrom } from '../support/mutation.ts'
import { openShow } from './stage.ts'

/** 3,000 calls in the ordinary run; `FUZZ_ROUNDS=100000 npx vitest run test/simulator/random-functions.test.ts` on demand. */
const CALLS = Math.min(Number(process.env['FUZZ_ROUNDS'] ?? 3000), 200_000)
const VERSIONS = ['23.0.0.57', '27.0.0.81', '29.0.0.49']
const VALUES =
  ` |0|1|2|-1|5|100|1e9|99999999999|NaN|abc|1,2|1,|,|1,Camera 1|0,0,0|50,2000|0.5|-5|+=5|-=500|True|M|A|Z|Fade|Dynamic1|Dynamic9|#FF0000|C:\\a.mp4|__proto__|1,1,1,1,1|17|00:00:10|${'x'.repeat(500)}|é🎥<&>"\u0001\ud800`.split(
    '|',
  )
const INPUTS =
  ' |0|-1|1|5|9|10|13|15|16|17|999|Camera 1|Nope|Lower Third.gtzip|00000000-0000-4000-8000-000000000009|__proto__'.split(
    '|',
  )
/** How likely it is that a call has it, and what it holds. */
const PARAMETERS: readonly (readonly [string, number, readonly string[]])[] = [
  ['Input', 0.8, INPUTS],
  ['Value', 0.8, VALUES],
  ['Duration', 0.2, VALUES],
  ['Mix', 0.2, VALUES],
  ['SelectedName', 0.2, ['Headline.Text', 'Headline', 'x', '__proto__']],
  ['SelectedIndex', 0.2, ['0', '1', '-1', '99', 'x']],
  ['Channel', 0.1, ['A', 'B', 'X']],
]
/** These need media, which this show has none of. */
const MEDIA = /^(?:Start|Stop|StartStop)(?:Recording|Streaming)$/
const names = FUNCTIONS.map(({ name }) => name).filter((name) => !MEDIA.test(name))
const acting = names.filter(isActing)

/** What is wrong with a state, whatever was called. */
function wrongIn({ inputs, overlays, mixes, active, preview, extra }: VMixState): string[] {
  const wrong = extra.map(({ path }) => `unknown ${path}`)
  if (inputs.some(({ number }, index) => number !== index + 1)) wrong.push('inputs are not numbered in order')
  if (new Set(inputs.map(({ key }) => key)).size !== inputs.length) wrong.push('two inputs have one key')
  const shown = [
    active,
    preview,
    ...overlays.map(({ input }) => input),
    ...mixes.flatMap((mix) => [mix.active, mix.preview]),
  ]
  for (const number of shown) {
    if (number !== null && !(number >= 0 && number <= inputs.length)) wrong.push(`input ${number} is shown`)
  }
  for (const { title, audio, positionMs } of inputs) {
    const volume = audio?.volume ?? 0
    if (!(volume >= 0 && volume <= 100)) wrong.push(`volume ${volume} of ${title}`)
    if (!((positionMs ?? 0) >= 0)) wrong.push(`position ${positionMs} of ${title}`)
  }
  return wrong
}

const LINE = /^(?:TALLY OK [012]*|ACTS OK \w+(?: \d+)? -?\d+(?:\.\d+)?(?:e-?\d+)?)$/

describe('functions in any order, with any parameters', { timeout: 120_000 + 5 * CALLS }, () => {
  it('are done or refused, and what the document and the subscribers are told stays right', async () => {
    const outcomes = { done: 0, refused: 0, unknown: 0 }
    const wrong: string[] = []
    for (let show = 0, calls = 0; calls < CALLS && wrong.length === 0; show++) {
      const random = randomFrom(show)
      const pick = <T>(list: readonly T[], fallback: T): T => list[Math.floor(random() * list.length)] ?? fallback
      const at = openShow({ vmixVersion: pick(VERSIONS, '29.0.0.49') })
      const done: string[] = []
      for (let call = 0; call < 50; call++, calls++) {
        const name = pick(random() < 0.85 ? acting : names, 'Cut')
        const given = PARAMETERS.filter(([, likely]) => random() < likely)
        const parameters = Object.fromEntries(given.map(([parameter, , of]) => [parameter, pick(of, '').trim()]))
        done.push(`${name} ${JSON.stringify(parameters)}`)
        outcomes[at.outcome(name, parameters).kind]++
        if (random() < 0.2) await at.clock.go(Math.floor(random() * 3000))
      }
      const found = [...wrongIn(at.state), ...at.lines.filter((line) => !LINE.test(line))]
      if (found.length > 0) wrong.push(`show ${show}: ${found.join('; ')} after ${done.join(', ')}`)
    }
    expect(wrong).toEqual([])
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(CALLS / 20)
  })
})
