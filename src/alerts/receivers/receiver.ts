import type { SecretReference } from '../../secrets/index.ts'

/** A web address: as it is, or kept where its secret is. */
export type Target = { readonly kind: 'url'; readonly url: string } | SecretReference

/** Takes what Prometheus' Alertmanager sends to a webhook. */
export interface AlertmanagerReceiver {
  readonly type: 'alertmanager'
  readonly name: string
  readonly url: Target
  /** Sent as `Authorization: Bearer …`; null: none. */
  readonly bearer: SecretReference | null
}

/** Your own program: every call is signed. */
export interface WebhookReceiver {
  readonly type: 'webhook'
  readonly name: string
  readonly url: Target
  readonly secret: SecretReference
}

/** A chat's incoming webhook: whoever has its address may write there, so that the address is the secret. */
export interface ChatReceiver {
  readonly type: 'slack' | 'discord'
  readonly name: string
  readonly url: SecretReference
}

export interface EmailReceiver {
  readonly type: 'email'
  readonly name: string
  readonly host: string
  readonly port: number
  /** `starttls`: plain first, then encrypted, or not at all. `tls`: from the first byte. `none`: only on this machine. */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly login: { readonly user: string; readonly password: SecretReference } | null
  readonly from: string
  readonly to: readonly string[]
  /** Of the authority that signed the server's certificate, where the system does not know it (PEM file). */
  readonly caFile: string | null
}

/** Somebody, or something, that is told. */
export type Receiver = AlertmanagerReceiver | WebhookReceiver | ChatReceiver | EmailReceiver
