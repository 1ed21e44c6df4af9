import { dial } from './dial.ts'
import { Publication } from './publication.ts'
import { PublishConversation } from './publish-conversation.ts'
import type { PublishOptions, PublishTimeouts, RtmpPublication } from './publisher-types.ts'
import { parseRtmpUrl } from './url.ts'
import { within } from './within.ts'

const defaultTimeouts: PublishTimeouts = {
  connectMs: 10_000,
  answerMs: 10_000,
  handshakeMs: 5000,
  publishMs: 10_000,
  closeMs: 2000,
  stallMs: 30_000,
}

/**
 * Publishes to an RTMP or RTMPS server; resolves once the server has said that the publish started.
 *
 * @throws {RtmpError} with a code for each way that it can fail; `aborted` by the signal
 * @example
 * const publication = await publishRtmp({ url: 'rtmps://live.example/app', key, signal, clock: systemClock })
 * publication.write(packet)
 */
export async function publishRtmp(options: PublishOptions): Promise<RtmpPublication> {
  const { clock, signal } = options
  const target = parseRtmpUrl(options.url)
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const where = `${target.host}:${target.port}`
  const socket = await within(clock, signal, timeouts.connectMs, `no connection with ${where}`, (inner) =>
    dial(target, { ca: options.tls?.ca, answerMs: timeouts.answerMs, clock }, inner),
  )
  const conversation = new PublishConversation(socket, target, options.key.reveal(), clock)
  const publication = new Publication(socket, conversation, clock, timeouts, where)
  try {
    await within(clock, signal, timeouts.handshakeMs, `${where} did not finish the RTMP handshake`, () =>
      conversation.begin(),
    )
    await within(clock, signal, timeouts.publishMs, `${where} did not start the publish`, () => conversation.started)
    return publication
  } catch (error) {
    publication.drop()
    throw error
  }
}
