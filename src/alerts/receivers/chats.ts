import type { Notice } from '../rules/alert.ts'
import { textOf } from './words.ts'

/** Slack refuses a heading of more than 150 characters, and a section of more than 3000. */
const slackHeading = 150
const slackSection = 2900
/** Discord: 256 characters for a title, and 6000 for a message with all that is in it. */
const discordTitle = 250
const discordMessage = 5900

/**
 * For Slack's incoming webhooks, as plain text: nothing that a vMix says is taken for markup. `&`, `<` and `>` begin mentions, in
 * the line for a phone's banner too, and are escaped.
 */
export function slackBody(receiver: string, notices: readonly Notice[]): string {
  const texts = notices.map((notice) => ({ notice, text: textOf(notice, receiver) }))
  const blocks = texts.flatMap(({ notice, text: { title, message, action } }) => {
    const lines = [message, ...(action === '' ? [] : [`→ ${action}`])]
    return [
      { type: 'header', text: plain(`${signs[lookOf(notice)]} ${title}`, slackHeading) },
      { type: 'section', text: plain(lines.join('\n'), slackSection) },
    ]
  })
  const text = texts.map(({ text: { title } }) => escaped(title)).join('\n')
  return JSON.stringify({ text: text.slice(0, slackSection), blocks, unfurl_links: false })
}

/** Cut before it is escaped, so that no half of an escape is left; an escape is five characters at most. */
function plain(text: string, longest: number) {
  let cut = text
  for (let over = escaped(cut).length - longest; over > 0; over = escaped(cut).length - longest) {
    cut = cut.slice(0, cut.length - Math.ceil(over / 5))
  }
  return { type: 'plain_text', text: escaped(cut), emoji: true }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
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
