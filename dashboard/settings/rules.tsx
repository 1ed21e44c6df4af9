import { useId } from 'preact/hooks'
import { listIn } from '../api/call.ts'
import { isRecord } from '../state/entities.ts'
import { words } from '../words.ts'
import { useAnswer } from './use-answer.ts'

const said = words.settings.rules

interface Rule {
  readonly rule: string
  readonly severity: string
  readonly after: string
  readonly told: string
  readonly from: string
}

interface Rules {
  readonly rules: readonly Rule[]
  readonly restarts: boolean
}

/** What becomes an alarm, after how long, and whose doing that is. Changed in the file alone. */
export function Rules() {
  const id = useId()
  const { value, problem } = useAnswer('/alert-rules', readRules)
  const { columns } = said
  return (
    <section class="panel timeline" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{said.why}</p>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {value.value !== null && (
        <>
          <p>{value.value.restarts ? said.restart : said.alarm}</p>
          <details>
            <summary>{said.show}</summary>
            <table>
              <caption class="unseen">{said.table}</caption>
              <thead>
                <tr>
                  <th scope="col">{columns.rule}</th>
                  <th scope="col">{columns.severity}</th>
                  <th scope="col">{columns.after}</th>
                  <th scope="col">{columns.told}</th>
                  <th scope="col">{columns.from}</th>
                </tr>
              </thead>
              <tbody>
                {value.value.rules.map(({ rule, severity, after, told, from }) => (
                  <tr key={rule}>
                    <td class="event">{rule}</td>
                    <td>{severity}</td>
                    <td>{after}</td>
                    <td>{told}</td>
                    <td>{from}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  )
}

function readRules(body: unknown): Rules {
  return {
    rules: listIn(body, 'rules').flatMap((one) => (isRecord(one) ? ruleOf(one) : [])),
    restarts: isRecord(body) && body['onUnexpectedStop'] === 'restart',
  }
}

function ruleOf(one: Readonly<Record<string, unknown>>): Rule[] {
  const { rule, severity, forSeconds, enabled, receivers, from } = one
  if (typeof rule !== 'string') return []
  const everybody = !Array.isArray(receivers)
  const named = everybody ? [] : receivers.filter((name) => typeof name === 'string')
  return [
    {
      rule: rule.replaceAll('_', ' '),
      severity:
        severity === 'critical' || severity === 'warning' || severity === 'info' ? words.alarms.severity[severity] : '',
      after: forSeconds === 0 ? said.atOnce : said.seconds(String(forSeconds)),
      told: enabled === false ? said.off : everybody ? said.everybody : named.join(', '),
      from: from === 'file' ? said.from.file : said.from.default,
    },
  ]
}
