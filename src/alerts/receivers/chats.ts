import type { Notice } from '../rules/alert.ts'
import { textOf } from './words.ts'

/** Slack refuses a section of more than 3000 characters. */
const slackSection = 2900
/** Discord: 256 characters for a title, and 6000 for a message with all that is in it. */
const discordTitle = 250
const discordMessage = 5900

/** For Slack's incoming webhooks. `&`, `<` and `>` are its markup, mentions too: escaped, nobody is called by what a vMix says. */
export function slackBody(receiver: string, notices: readonly Notice[]): string {
  const texts = notices.map((notice) => ({ notice, text: textOf(notice, receiver) }))
  const blocks = texts.map(({ notice, text: { title, message, action } }) => {
    const lines = [
      `${signs[lookOf(notice)]} *${plain(title)}*`,
      plain(message),
      ...(action === '' ? [] : [`→ ${plain(action)}`]),
    ]
    return { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n').slice(0, slackSection) } }
  })
  // What a phone's banner shows.
  const text = texts.map(({ text: { title } }) => plain(title)).join('\n')
  return JSON.stringify({ text: text.slice(0, slackSection), blocks, unfurl_links: false })
}

function plain(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  // A space of no width keeps it what it is, and no longer markup.
  return escaped.replaceAll(/[*_~`]/g, '\u200b$&')
}

/** For Discord's incoming webhooks. It calls nobody, whatever a text says. */
export function discordBody(receiver: string, notices: readonly Notice[]): string {
  const room = Math.floor(discordMessage / notices.length) - discordTitle
  const embeds = notices.map((notice) => {
    const { title, message, action } = textOf(notice, receiver)
    const lines = [message, ...(action === '' ? [] : [`→ ${action}`])]
    return {
      title: unformatted(title).slice(0, discordTitle),
      description: unformatted(lines.join('\n')).slice(0, room),
      color: colours[lookOf(notice)],
      timestamp: notice.at,
    }
  })
  return JSON.stringify({ embeds, allowed_mentions: { parse: [] } })
}

function unformatted(text: string): string {
  return text.replaceAll(/[\\*_~`|>[\]()#-]/g, String.raw`\$&`)
}

type Look = 'critical' | 'warning' | 'info' | 'resolved'

function lookOf({ what, alert }: Notice): Look {
  return what === 'resolved' ? 'resolved' : (alert?.severity ?? 'info')
}

const signs: Record<Look, string> = { critical: '🔴', warning: '🟠', info: '🔵', resolved: '🟢' }
const colours: Record<Look, number> = {
  critical: 0xd3_2f_2f,
  warning: 0xf5_7c_00,
  info: 0x19_76_d2,
  resolved: 0x38_8e_3c,
}
