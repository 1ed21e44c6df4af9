import type { Clock } from '../../clock/index.ts'
import {
  resolveSecret,
  SecretError,
  type Secret,
  type SecretReference,
  type SecretSources,
} from '../../secrets/index.ts'
import { alertmanagerBody } from '../receivers/alertmanager.ts'
import { discordBody, slackBody } from '../receivers/chats.ts'
import type { Receiver, Target } from '../receivers/receiver.ts'
import { signatureOf, webhookBody } from '../receivers/signed-webhook.ts'
import type { Notice } from '../rules/alert.ts'
import { sendEmail } from './email.ts'
import { DeliveryError } from './error.ts'
import { postJson } from './http-post.ts'

/** What a try needs besides what it sends. */
export interface SendParts {
  readonly clock: Clock
  /** Where references are looked up, at each try anew: a secret that was replaced counts at once. */
  readonly secrets?: SecretSources
  /** Of the dashboard, for who can follow a link; empty: none. */
  readonly page: string
}

/** How many notices one message holds; what is more goes with the next. */
export const mostTogether = 10

/**
 * One try to tell one receiver, in its own format. The secret is fetched now and kept nowhere.
 *
 * @throws {DeliveryError}
 */
export async function send(
  receiver: Receiver,
  notices: readonly Notice[],
  parts: SendParts,
  signal: AbortSignal,
): Promise<void> {
  const { clock, page } = parts
  const { name } = receiver
  const secret = (reference: SecretReference) => fetchSecret(reference, parts.secrets)
  const url = async (target: Target) => (target.kind === 'url' ? target.url : (await secret(target)).reveal())
  const post = async (target: Target, body: string, headers: Record<string, string> = {}) =>
    await postJson({ url: await url(target), body, headers, signal })
  switch (receiver.type) {
    case 'alertmanager': {
      const { bearer } = receiver
      const headers = bearer === null ? {} : { authorization: `Bearer ${(await secret(bearer)).reveal()}` }
      return await post(receiver.url, alertmanagerBody(name, notices, page), headers)
    }
    case 'webhook': {
      const nowMs = clock.now()
      const body = webhookBody(name, notices, nowMs)
      const signature = signatureOf(body, await secret(receiver.secret), nowMs)
      return await post(receiver.url, body, { 'x-vmix-signature': signature })
    }
    case 'slack':
      return await post(receiver.url, slackBody(name, notices))
    case 'discord':
      return await post(receiver.url, discordBody(name, notices))
    default: {
      const { login } = receiver
      return await sendEmail(receiver, login === null ? null : await secret(login.password), notices, signal)
    }
  }
}

async function fetchSecret(reference: SecretReference, sources: SecretSources | undefined): Promise<Secret> {
  try {
    return await resolveSecret(reference, sources)
  } catch (error) {
    // Its sentence names the reference, and never the text.
    if (error instanceof SecretError) throw new DeliveryError('secret', error.message)
    throw error
  }
}
