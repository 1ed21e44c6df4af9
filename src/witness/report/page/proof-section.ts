import type { LogFacts } from '../facts.ts'
import { html, type Markup } from './markup.ts'

/** What a verification found; a `VerifyResult` fits. */
export interface ReportProof {
  readonly valid: boolean
  readonly anchored: boolean
  readonly totalEvents: number
  readonly lastHash: string | null
  /** 0-based. */
  readonly brokenAt: number | null
  readonly reason: string | null
  readonly proved: readonly string[]
  readonly notProved: readonly string[]
}

/** In one sentence, on top: whether what follows can be relied on. */
export function verdictBanner(log: LogFacts, proof: ReportProof | null): Markup {
  if (proof === null) {
    return html`<p class="verdict fair"><strong>Not checked.</strong> Whether the log was changed was not looked at when this report was made. <a href="#proof">How to check it</a></p>`
  }
  const { valid, anchored, totalEvents, brokenAt, reason } = proof
  const why = reason ?? 'it does not verify'
  if (!valid && brokenAt === null) {
    return html`<p class="verdict bad"><strong>Not proved:</strong> ${why}. <a href="#proof">What was found</a></p>`
  }
  if (!valid && brokenAt !== null) {
    const rest =
      log.entries > brokenAt
        ? 'What this report says from there on cannot be relied on.'
        : 'This report ends there: what comes after is not in it.'
    return html`<p class="verdict bad"><strong>The log is broken at entry ${brokenAt + 1}:</strong> ${why}. ${rest}</p>`
  }
  return anchored
    ? html`<p class="verdict good"><strong>Checked: ${totalEvents} entries, none changed, inserted or left out</strong>, and as noted down elsewhere. <a href="#proof">What that proves</a></p>`
    : html`<p class="verdict good"><strong>Checked: ${totalEvents} entries, each joined to the one before it.</strong> Whether the end was cut off, or all was written anew, only size and head noted elsewhere can show. <a href="#proof">How to check it</a></p>`
}

/** Size and head, what was proved and what not, and how anybody checks it again. */
export function proofSection(log: LogFacts, proof: ReportProof | null): Markup {
  const size = proof === null || !proof.valid ? log.entries : proof.totalEvents
  const head = (proof?.valid === true ? proof.lastHash : null) ?? log.head ?? 'none'
  const list = (title: string, sentences: readonly string[]): Markup | null =>
    sentences.length === 0
      ? null
      : html`<h3>${title}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
  return html`<section aria-labelledby="proof"><h2 id="proof">How to check this</h2>
<p>This page is a copy in words. The evidence is the log itself: a folder of text files, in which each entry carries the hash of the one before it.</p>
<dl><dt>Log</dt><dd><code>${log.logId ?? 'none'}</code></dd><dt>Entries (size)</dt><dd>${size}</dd><dt>Hash of the last one (head)</dt><dd><code>${head}</code></dd></dl>
<p>Keep size and head apart from the log (on this page, printed, is apart). Later they show whether the log is still what it was:</p>
<pre><code>vmixctl witness verify --expect-size ${size} --expect-head ${head}</code></pre>
<p>Without this program: the Python script <code>docs/verify.py</code> that comes with it checks the same with nothing but Python’s standard library.</p>
${proof === null ? null : list('Proved when this report was made', proof.proved)}
${proof === null ? null : list('Not proved', proof.notProved)}
</section>`
}
