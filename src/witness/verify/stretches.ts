import { type StretchThread, WorkerThread } from './stretch-thread.ts'
import { type Stretch, type StretchTask, walkStretch } from './stretch.ts'

/** So many are walked along, or wait for a core, before the one that is to be joined next. */
const aheadPerCore = 4

interface Ahead {
  readonly task: StretchTask
  /** Undefined: nobody has walked along it yet. */
  found: Stretch | null | undefined
  /** Who does; null: nobody. */
  walking: Promise<void> | null
}

/** Stretches of a log in order, walked along on several cores, this one among them, and no more than some ahead. */
export class Stretches implements AsyncDisposable {
  readonly #tasks: AsyncGenerator<StretchTask>
  #threadsWanted: number
  readonly #threads: StretchThread[] = []
  /** Threads that have nothing to do. */
  readonly #idle: StretchThread[] = []
  /** The first one is never given to a thread: whoever asks for it either has it walked along here, or does without. */
  readonly #ahead: Ahead[] = []

  readonly #start: () => StretchThread

  /** @param threads besides this one; they begin when there is something for them to do */
  constructor(
    tasks: AsyncGenerator<StretchTask>,
    threads: number,
    start: () => StretchThread = () => new WorkerThread(),
  ) {
    this.#tasks = tasks
    this.#threadsWanted = threads
    this.#start = start
  }

  /** The next stretch, if it is of this segment. */
  async next(path: string): Promise<StretchTask | null> {
    await this.#plan()
    const [first] = this.#ahead
    return first?.task.path === path ? first.task : null
  }

  /** Leaves the next one to whoever asks. */
  skip(): void {
    this.#ahead.shift()
  }

  /** What the next one is; null where anything is wrong with it. */
  async take(): Promise<Stretch | null> {
    for (;;) {
      await this.#plan()
      const [first] = this.#ahead
      if (first === undefined) return null
      if (first.found !== undefined) {
        this.#ahead.shift()
        return first.found
      }
      const own = this.#ahead.find((one) => one.found === undefined && one.walking === null)
      if (own === undefined) await first.walking
      else await walkAlong(own, walkStretch(own.task))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tasks.return(undefined)
    await Promise.all(this.#threads.map((thread) => thread[Symbol.asyncDispose]()))
  }

  async #plan(): Promise<void> {
    const most = aheadPerCore * (this.#threadsWanted + 1)
    while (this.#ahead.length < most) {
      // What cannot be read is found out by whoever comes to it.
      const next = await this.#tasks.next().catch(() => null)
      if (next === null || next.done === true) break
      this.#ahead.push({ task: next.value, found: undefined, walking: null })
    }
    this.#giveOut()
  }

  #giveOut(): void {
    for (const one of this.#ahead.slice(1)) {
      if (one.found !== undefined || one.walking !== null) continue
      const thread = this.#idle.pop() ?? this.#started()
      if (thread === null) return
      void this.#walkOn(thread, one)
    }
  }

  #started(): StretchThread | null {
    if (this.#threads.length >= this.#threadsWanted) return null
    try {
      const thread = this.#start()
      this.#threads.push(thread)
      return thread
    } catch {
      // A process may not be allowed any: then all is walked along here.
      this.#threadsWanted = 0
      return null
    }
  }

  async #walkOn(thread: StretchThread, one: Ahead): Promise<void> {
    await walkAlong(one, thread.walk(one.task))
    // One that is gone gets nothing more to do.
    if (one.found === undefined) return
    this.#idle.push(thread)
    this.#giveOut()
  }
}

async function walkAlong(one: Ahead, answer: Promise<Stretch | null | undefined>): Promise<void> {
  const walking = answer.then((found) => {
    one.found = found
    one.walking = null
  })
  one.walking = walking
  await walking
}
