import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/index.ts'
import type { LoggedCall, OperationLog } from '../controller/index.ts'
import { Secret } from '../secrets/index.ts'
import { VMixConnectionError, type VMixState } from '../vmix/index.ts'
import type { JsonObject } from '../witness/index.ts'
import type { AskedCall } from './call/call.ts'
import { actorOf, type Client } from './call/client.ts'
import { mayStop } from './call/expected.ts'
import { PendingStarts } from './call/pending-starts.ts'
import { type Refusal, refusalOf } from './call/refusal.ts'
import type { Rules } from './call/rules.ts'
import type { ShowLock } from './call/show-lock.ts'
import { Conclusions, type Switching } from './record/conclusions.ts'
import type { Outcome, Recorder } from './record/recorder.ts'
import type { KnownShow } from './upstream/known-show.ts'
import { type MayGo, Unwanted } from './upstream/line-pool.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface DeskOptions {
  readonly log: OperationLog
  readonly recorder: Recorder
  readonly show: KnownShow
  readonly upstream: Upstream
  readonly clock: Clock
  readonly rules: Rules
  readonly lock: ShowLock
  /** No start without its intent on disk, also when the disk fails. */
  readonly strict: boolean
}

/**
 * Sends the call to vMix, once, as the client sent it. @throws {VMixConnectionError}
 *
 * @param mayGo asked right before it is sent, by whoever may have to wait for a connection first. @throws {Unwanted}
 */
export type Send<R> = (mayGo: MayGo | undefined) => Promise<{ readonly reply: R; readonly outcome: Outcome }>

export type Carried<R> = { readonly reply: R } | { readonly refusal: Refusal } | { readonly away: VMixConnectionError }

/** Keys that were sent are kept out of the log wherever they turn up; so many of them. */
const keptKeys = 64

/**
 * Decides on each call, carries it to vMix and sees that it is recorded: a start after its intent is on disk, a stop at
 * once with its intent beside it, everything else at once with its entry behind it.
 */
export class Desk {
  readonly #options: DeskOptions
  readonly #pending = new PendingStarts()
  readonly #conclusions: Conclusions
  /** Settles when the marks of all stops so far are set, which takes a tenth of a second at most. */
  #announcing: Promise<unknown> = Promise.resolve()
  #keys = 0

  constructor(options: DeskOptions) {
    this.#options = options
    this.#conclusions = new Conclusions(options)
  }

  async carry<R>(call: AskedCall, client: Client, send: Send<R>): Promise<Carried<R>> {
    const refusal = refusalOf(call, { client: client.address, protocol: client.protocol }, this.#options)
    if (refusal !== null) return this.#refuse(call, client, refusal)
    if (call.effect === 'none') return await this.#behind(call, client, send)
    this.#keepKey(call)
    const before = this.#options.show.state
    const logged = this.#logged(call, client, before)
    if (mayStop(call, before)) {
      this.#pending.stop(call)
      const { log, recorder } = this.#options
      const intended = recorder.intendUrgently(logged).catch(() => undefined)
      const announced = log.announceStop(call.name, call.params)
      // Without their values, or each would hold the one before it.
      this.#announcing = Promise.all([this.#announcing, announced]).then(() => undefined)
      return await this.#switch(call, { logged, before, intended }, send)
    }
    return await this.#start(call, { logged, before }, send)
  }

  /** Waits for the outcomes that are being recorded. */
  close(): Promise<void> {
    return this.#conclusions.close()
  }

  async #behind<R>(call: AskedCall, client: Client, send: Send<R>): Promise<Carried<R>> {
    const { recorder } = this.#options
    try {
      const { reply, outcome } = await this.#send(send)
      recorder.behind(call, client, outcome)
      return { reply }
    } catch (error) {
      const away = awayOf(error)
      recorder.behind(call, client, failureOf(away))
      return { away }
    }
  }

  async #start<R>(call: AskedCall, asked: Omit<Switching, 'intended'>, send: Send<R>): Promise<Carried<R>> {
    const { log, recorder, strict } = this.#options
    using pending = this.#pending.begin(call)
    // Stops that came through here are known without their marks, which may only now be set.
    const elsewhere = this.#announcing.then(() => log.beginStart(call.name, call.params))
    const mayGo = async () => !(await (await elsewhere)()) && !pending.stopped
    const { inTime, written } = recorder.intend(asked.logged)
    const of = { ...asked, intended: written }
    const missing = await inTime
    if (!(await mayGo())) return this.#stopped(call, of)
    if (missing !== null && strict) {
      const message = `${call.name}: it could not be recorded, and nothing is started unrecorded (--strict): ${missing}`
      this.#conclusions.add(of, { ok: false, error: 'configuration_error', message, sent: false }, null)
      return { refusal: { reason: 'not_recorded', message } }
    }
    return await this.#switch(call, of, send, mayGo)
  }

  #stopped(call: AskedCall, of: Switching): { readonly refusal: Refusal } {
    const message = `${call.name}: a stop of the same came before it could be sent. It was not sent.`
    this.#conclusions.add(of, { ok: false, error: 'aborted', message, sent: false }, null)
    return { refusal: { reason: 'stopped', message } }
  }

  async #switch<R>(call: AskedCall, of: Switching, send: Send<R>, mayGo?: MayGo): Promise<Carried<R>> {
    const { show } = this.#options
    show.changed()
    try {
      const { reply, outcome } = await this.#send(send, mayGo)
      show.changed()
      this.#conclusions.add(of, outcome, outcome.ok ? call : null)
      return { reply }
    } catch (error) {
      if (error instanceof Unwanted) return this.#stopped(call, of)
      const away = awayOf(error)
      this.#conclusions.add(of, failureOf(away), away.mayHaveBeenSent ? call : null)
      return { away }
    }
  }

  async #send<R>(send: Send<R>, mayGo?: MayGo) {
    try {
      return await send(mayGo)
    } finally {
      this.#options.upstream.changed()
    }
  }

  #refuse(call: AskedCall, client: Client, refusal: Refusal): { readonly refusal: Refusal } {
    this.#options.recorder.refused({ function: call.name }, client, refusal)
    return { refusal }
  }

  #logged(call: AskedCall, client: Client, before: VMixState | null): LoggedCall {
    const toggle: JsonObject =
      call.effect === 'toggle' ? { toggle: true, recorded_as: mayStop(call, before) ? 'stop' : 'start' } : {}
    return {
      operationId: randomUUID(),
      name: call.name,
      params: call.params,
      actor: actorOf(client),
      details: { client: client.address, protocol: client.protocol, ...toggle },
    }
  }

  #keepKey({ name, params }: AskedCall): void {
    if (!/^StreamingSet(?:Key|Password)$/.test(name) || this.#keys >= keptKeys) return
    const key = /^\s*\d{1,3},(.*)$/s.exec(String(params.Value ?? ''))?.[1] ?? ''
    if (key.length < 6 || key.length > 500) return
    this.#keys++
    this.#options.log.keepOut(new Secret(key))
  }
}

/** What is no failure of the connection is a defect of ours, and passed on. */
function awayOf(error: unknown): VMixConnectionError {
  if (error instanceof VMixConnectionError) return error
  throw error
}

function failureOf(away: VMixConnectionError): Outcome {
  return { ok: false, error: 'connection_error', message: away.message, sent: away.mayHaveBeenSent }
}
