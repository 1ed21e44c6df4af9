import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { call } from '../api/call.ts'
import { readSignedOut, readTokens, type Token } from '../api/tokens.ts'
import { Dialog } from '../frame/dialog.tsx'
import { dayText, timeText } from '../state/figure-text.ts'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { AddToken } from './add-token.tsx'
import { FreshToken } from './fresh-token.tsx'
import { useAnswer } from './use-answer.ts'

const said = words.settings.tokens

/** Who may come in. Only who configures sees it. */
export function Tokens() {
  const { session, freshToken, said: spoken } = usePage()
  const id = useId()
  const { value, problem, load } = useAnswer('/tokens', readTokens)
  const answered = useSignal('')
  const tokens = value.value
  const isSignedIn = session.value !== null && session.value !== 'signedOut' && session.value.by === 'session'
  const signOutOthers = async (): Promise<void> => {
    const answer = await call({ method: 'DELETE', path: '/session/others' })
    answered.value = answer.ok ? said.signedOut(readSignedOut(answer.body)) : answer.sentence
    spoken.value = answered.value
    await load()
  }
  return (
    <section class="panel presets" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{said.why}</p>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {freshToken.value !== null && <FreshToken key={freshToken.value.text} token={freshToken.value} />}
      {tokens?.length === 0 && <p class="tone-warning">{said.open}</p>}
      <ul>
        {tokens?.map((token) => (
          <OneToken key={token.id} token={token} all={tokens} load={load} />
        ))}
      </ul>
      {isSignedIn && (
        <div class="presses">
          <button type="button" onClick={() => void signOutOthers()}>
            {said.signOutOthers}
          </button>
          <p class="quiet" role="status">
            {answered.value}
          </p>
        </div>
      )}
      {tokens !== null && <AddToken isFirst={tokens.length === 0} load={load} />}
    </section>
  )
}

function OneToken({ token, all, load }: { token: Token; all: readonly Token[]; load: () => Promise<void> }) {
  const { session, clock, said: spoken, enter } = usePage()
  const asking = useSignal(false)
  const problem = useSignal('')
  const { id, name, role, expiresAt, lastUsedAt, sessions } = token
  const isGood = ({ expiresAt: end }: Token): boolean => end === null || Date.parse(end) > clock.now.value
  const isYours = session.value !== null && session.value !== 'signedOut' && session.value.name === name
  const isLastAdmin = role === 'admin' && all.filter((one) => one.role === 'admin' && isGood(one)).length <= 1
  const until = expiresAt === null ? said.forever : (isGood(token) ? said.until : said.past)(dayText(expiresAt))
  const used = lastUsedAt === null ? said.unused : said.used(`${dayText(lastUsedAt)} ${timeText(lastUsedAt)}`)
  const revoke = async (): Promise<void> => {
    asking.value = false
    const answer = await call({ method: 'DELETE', path: `/tokens/${encodeURIComponent(id)}` })
    problem.value = answer.ok ? '' : answer.sentence
    spoken.value = answer.ok ? said.revoked(name) : answer.sentence
    if (isYours) await enter()
    await load()
  }
  const signOut = async (): Promise<void> => {
    const answer = await call({ method: 'DELETE', path: `/tokens/${encodeURIComponent(id)}/sessions` })
    problem.value = answer.ok ? '' : answer.sentence
    spoken.value = answer.ok ? said.signedOut(readSignedOut(answer.body)) : answer.sentence
    await load()
  }
  return (
    <li class={`preset edge-${isGood(token) ? 'off' : 'critical'}`}>
      <p class="name">
        {name}
        {isYours && <span class="quiet"> ({said.yours})</span>}
      </p>
      <p class="quiet">{[said.roles[role], until, used, said.sessions(sessions)].join(', ')}</p>
      <div class="presses">
        {sessions > 0 && !isYours && (
          <button type="button" aria-label={said.signOutNamed(name)} onClick={() => void signOut()}>
            {said.signOutAll}
          </button>
        )}
        <button type="button" aria-label={said.revokeNamed(name)} onClick={() => (asking.value = true)}>
          {said.revoke}
        </button>
      </div>
      <p class="wrong" role="alert">
        {problem.value}
      </p>
      {asking.value && (
        <Dialog heading={`${said.revokeNamed(name)}?`} onClose={() => (asking.value = false)}>
          <p>{said.revokeWhy}</p>
          {isYours && <p class="tone-warning">{said.revokeYours}</p>}
          {all.length > 1 && isLastAdmin && <p class="wrong">{said.revokeLastAdmin}</p>}
          {all.length === 1 && <p class="wrong">{said.revokeLast}</p>}
          <div class="presses">
            <button type="button" onClick={() => (asking.value = false)}>
              {words.cancel}
            </button>
            <button type="button" class="stop" onClick={() => void revoke()}>
              {said.revoke}
            </button>
          </div>
        </Dialog>
      )}
    </li>
  )
}
