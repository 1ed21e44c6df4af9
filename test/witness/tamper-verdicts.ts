/** What verifying a log that was tampered with must end with, and say. */

/** What one way of verifying must end with, and say. */
export interface Verdict {
  /** 0 proved, 1 broken or not proved, 2 whole but not anchored. */
  readonly code: 0 | 1 | 2
  /** The reason; of what is proved or not anchored, what is said of that. */
  readonly says: RegExp
}

/** What the log alone, a checkpoint and a cosignature say. */
export interface Verdicts {
  /** The log alone. */
  readonly chain: Verdict
  /** With the owner's key, and whatever checkpoint lies beside the log. */
  readonly beside: Verdict
  /** With the owner's key, and the checkpoint that was kept elsewhere. */
  readonly kept: Verdict
  /** With the owner's and the witness's key, and whatever checkpoint lies beside the log. */
  readonly cosigned: Verdict
}

const unanchored: Verdict = { code: 2, says: /not shown by a chain alone/ }
export const signed: Verdict = { code: 0, says: /those of the checkpoint of studio\/studio\/\S+, signed by studio/ }
export const cosigned: Verdict = { code: 0, says: /signed by studio, cosigned by witness\.example \(at / }
export const short: Verdict = { code: 1, says: /^entries are missing at the end: the checkpoint has 13, found \d+$/ }
export const rewritten: Verdict = { code: 1, says: /^the first 13 entries are not those of the checkpoint: / }
export const uncosigned: Verdict = {
  code: 1,
  says: /^the checkpoint proves nothing: .*witness\.example has not cosigned it/,
}
export const ofAnother: Verdict = {
  code: 1,
  says: /^the checkpoint proves nothing: it is of another log, studio\/studio\//,
}

/** All see what the chain shows. */
export function shownByChain(says: RegExp): Verdicts {
  const broken: Verdict = { code: 1, says }
  return { chain: broken, beside: broken, kept: broken, cosigned: broken }
}

/** The chain is whole; what the others say. */
export function shown(beside: Verdict, kept: Verdict, cosigned: Verdict): Verdicts {
  return { chain: unanchored, beside, kept, cosigned }
}

export const misplaced =
  /^(?:the log does not begin with sequence 1|it does not follow the entry before it) at byte \d+$/
export const unhashed = /^current_hash is not the hash of this event and the previous hash/
