import { randomBytes } from 'node:crypto'
import { systemClock } from '../../clock/index.ts'
import { Secret } from '../../secrets/index.ts'
import { startReceiver, type Receiver } from '../../simulator/index.ts'

/**
 * A receiver on this machine that can go away and come back on its port, and counts on over the gap. It takes its own key
 * only, which holds everything that is usually lost on the way.
 */
export class DemoDestination implements AsyncDisposable {
  readonly name: string
  readonly key: Secret
  readonly #receivers: Receiver[] = []

  private constructor(name: string, key: Secret) {
    this.name = name
    this.key = key
  }

  static async start(name: string): Promise<DemoDestination> {
    const destination = new DemoDestination(name, new Secret(`demo-a&b=c d+e#${randomBytes(8).toString('hex')}`))
    await destination.#listen(0)
    return destination
  }

  get url(): string {
    return `rtmp://127.0.0.1:${this.#port}/live/`
  }

  get receiving(): boolean {
    return this.#current?.publishers === 1
  }

  /** Frames per second and kb/s just now. */
  get fps(): number | null {
    return this.#current?.fps ?? null
  }

  get bitrateKbps(): number | null {
    return this.#current?.bitrateKbps ?? null
  }

  get framesReceived(): number {
    return this.#receivers.reduce((sum, receiver) => sum + receiver.framesReceived, 0)
  }

  /** Holes in the numbers, those between two receivers too. */
  get framesLost(): number {
    let lost = 0
    let last: number | null = null
    for (const receiver of this.#receivers) {
      lost += receiver.framesLost
      if (last !== null && receiver.firstNumber !== null) lost += Math.max(0, receiver.firstNumber - last - 1)
      last = receiver.lastNumber ?? last
    }
    return lost
  }

  /** Its server breaks down: everybody is disconnected, and the port is closed. */
  async goAway(): Promise<void> {
    await this.#current?.stop()
  }

  async comeBack(): Promise<void> {
    await this.#listen(this.#port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goAway()
  }

  get #current(): Receiver | undefined {
    return this.#receivers.at(-1)
  }

  get #port(): number {
    return this.#current?.port ?? 0
  }

  async #listen(port: number): Promise<void> {
    const acceptKey = (_app: string, key: string) => key === this.key.reveal()
    this.#receivers.push(await startReceiver({ port, acceptKey, clock: systemClock }))
  }
}
