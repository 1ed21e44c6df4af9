import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Secret } from '../../secrets/index.ts'
import type { EmailReceiver } from '../receivers/receiver.ts'
import type { Notice } from '../rules/alert.ts'
import { textOf } from '../receivers/words.ts'
import { DeliveryError } from './error.ts'
import { systemCode } from './http-post.ts'

/** A server that says nothing holds a connection no longer, ms; the try as a whole has a limit of its own. */
const silentMs = 10_000

/**
 * Sends one mail with all of it. Its Message-ID is that of what it tells, so that the same sent twice can be known.
 *
 * @throws {DeliveryError}
 */
export async function sendEmail(
  receiver: EmailReceiver,
  password: Secret | null,
  notices: readonly Notice[],
  signal: AbortSignal,
): Promise<void> {
  const { host, port, security, login, caFile } = receiver
  const ca = caFile === null ? null : await authority(caFile)
  // Loaded by the first mail only.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: silentMs,
    greetingTimeout: silentMs,
    socketTimeout: silentMs,
    dnsTimeout: silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login === null || password === null ? {} : { auth: { user: login.user, pass: password.reveal() } }),
    ...(ca === null ? {} : { tls: { ca } }),
  })
  try {
    await transport.sendMail({ ...mailOf(receiver, notices), signal })
  } catch (error) {
    throw deliveryError(error, signal)
  } finally {
    transport.close()
  }
}

async function authority(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new DeliveryError('secret', `The file ${path} (caFile) cannot be read.`)
  }
}

function mailOf({ name, from, to }: EmailReceiver, notices: readonly Notice[]) {
  const texts = notices.map((notice) => textOf(notice, name))
  const [first] = texts
  const more = texts.length > 1 ? ` (and ${texts.length - 1} more)` : ''
  const isCritical = notices.some(({ what, alert }) => what === 'firing' && alert?.severity === 'critical')
  const paragraphs = texts.map(({ title, message, action }, n) =>
    [title, message, ...(action === '' ? [] : [`What to do: ${action}`]), notices[n]?.at ?? ''].join('\n'),
  )
  const id = createHash('sha256')
    .update(notices.map((notice) => notice.id).join(' '))
    .digest('hex')
    .slice(0, 32)
  return {
    from,
    to: [...to],
    subject: `[vMix] ${first?.title ?? ''}${more}`,
    text: `${paragraphs.join('\n\n')}\n`,
    messageId: `<${id}@alerts.vmixctl.invalid>`,
    // No mailing list and no absent colleague answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(isCritical ? { priority: 'high' as const } : {}),
  }
}

function deliveryError(error: unknown, signal: AbortSignal): DeliveryError {
  const code = systemCode(error)
  if (signal.aborted || code === 'ETIMEDOUT')
    return new DeliveryError('timeout', 'The mail server did not answer in time.')
  const reply = replyOf(error)
  const said = reply === null ? '' : ` (${reply})`
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new DeliveryError('login', `The mail server does not take the login${said}. Check user and password.`)
  }
  if (code === 'ETLS' || (code !== null && /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL/.test(code))) {
    return new DeliveryError(
      'not_trusted',
      `The mail server cannot be spoken to in secret (${code}). Check security and caFile.`,
    )
  }
  if (reply === null)
    return new DeliveryError('unreachable', `The mail server cannot be reached${code === null ? '' : ` (${code})`}.`)
  if (reply < 500) return new DeliveryError('failing', `The mail server puts it off${said}.`)
  // Whether it is an address or the whole mail: another mail may fare better.
  if (code === 'EMESSAGE') return new DeliveryError('unfit', `The mail server does not take the mail${said}.`)
  return new DeliveryError('refused', `The mail server refuses${said}. Check from and to.`)
}

function replyOf(error: unknown): number | null {
  const reply = error instanceof Error && 'responseCode' in error ? error.responseCode : null
  return typeof reply === 'number' && reply >= 200 && reply < 600 ? reply : null
}
