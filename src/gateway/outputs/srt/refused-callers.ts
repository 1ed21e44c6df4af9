/** What libsrt says of each caller that it turns away, in its log and nowhere else; 1000 and more is the reason. */
const TURNED_AWAY = /rsp\(REJECT\): 1(\d{3})\b/g

/** Reasons by which somebody who speaks SRT, and wants the stream, does not get it; hostile bytes have others. */
const WHY: Readonly<Record<number, string>> = {
  8: 'its version of SRT is too old',
  10: 'wrong passphrase',
  11: 'one side has a passphrase and the other has none',
  13: 'it wants another congestion control',
  14: 'it wants another packet filter',
}

/** Those who called and were not let in since the last one who was. */
export class RefusedCallers {
  #tries = 0
  #why = ''

  /** @param said of libsrt's log; nothing else of it is kept @returns whether it told of one more */
  hear(said: string): boolean {
    const before = this.#tries
    for (const [, reason] of said.matchAll(TURNED_AWAY)) {
      const why = WHY[Number(reason)]
      if (why === undefined) continue
      this.#tries += 1
      this.#why = why
    }
    return this.#tries > before
  }

  forget(): void {
    this.#tries = 0
  }

  /** Null: nobody was refused. A program that calls again by itself counts each time. */
  status(): { readonly tries: number; readonly why: string } | null {
    return this.#tries === 0 ? null : { tries: this.#tries, why: this.#why }
  }
}
