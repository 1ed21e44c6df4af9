// @ts-check
import { watch } from './player.js'

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new Error(`The page has no ${id}.`)
}

/** Tries in vain after which somebody may have to help. */
const ASK_AFTER = 4

const video = element('video', HTMLVideoElement)
const ask = element('ask', HTMLFormElement)
const token = element('token', HTMLInputElement)
const sound = element('sound', HTMLButtonElement)
const full = element('full', HTMLButtonElement)

const place = location.pathname.replace(/^\/preview\/|\/page$/g, '')
const [instance = '', channel = '0'] = place.split('/').map(decodeURIComponent)
const name = `${instance}, stream ${Number(channel) + 1}`
element('feed', HTMLHeadingElement).textContent = name
document.title = `Preview: ${name}`

/** @type {ReturnType<typeof watch> | null} */
let player = null

/** @param {string} credential */
function open(credential) {
  player?.close()
  ask.hidden = true
  player = watch(video, { url: `ws://${location.host}/preview/${place}`, credential, sound: !video.muted, onChange: show })
}

/** @param {import('./player.js').PreviewState} state */
function show(state) {
  const badge = element('state', HTMLParagraphElement)
  const sent = state.source === 'main' ? (state.feed ?? 'open') : state.source
  // A picture that stands still is not shown as live.
  const said = state.connection === 'open' ? sent : state.connection
  const now = ['live', 'slate', 'backup'].includes(said) && !state.moving ? 'no picture' : said
  element('screen', HTMLDivElement).dataset['moving'] = String(state.moving)
  if (badge.dataset['state'] !== now) {
    badge.dataset['state'] = now
    badge.textContent = now
  }
  const { format, behindMs, skipped } = state
  const figures = [
    format === null ? '' : `${format.video.width} × ${format.video.height}`,
    behindMs === null ? '' : `${behindMs} ms behind`,
    skipped === 0 ? '' : `${skipped} pictures left out`,
  ]
  element('figures', HTMLParagraphElement).textContent = figures.filter((one) => one !== '').join(' · ')
  element('reason', HTMLParagraphElement).textContent = said === 'live' && format !== null ? '' : state.reason
  sound.hidden = format !== null && format.audio === null
  if (state.connection === 'refused') {
    question('The gateway did not let this page in. The token or link is wrong or was used, or the stream is not open.')
  } else if (state.connection === 'retrying' && state.tries >= ASK_AFTER) {
    question('The gateway is away, or has a new token since it was started again. This page goes on trying.')
  } else if (state.connection === 'open') ask.hidden = true
}

/** @param {string} why */
function question(why) {
  ask.hidden = false
  element('why', HTMLParagraphElement).textContent = why
}

ask.addEventListener('submit', (event) => {
  event.preventDefault()
  const given = token.value.trim()
  token.value = ''
  // What cannot be part of a subprotocol's name is no token of ours.
  if (/^[\w-]{1,256}$/.test(given)) open(`token.${given}`)
  else question('This is no token of a gateway: letters, digits, - and _.')
})

sound.addEventListener('click', () => {
  video.muted = !video.muted
  player?.setSound(!video.muted)
  sound.textContent = video.muted ? 'Sound is off' : 'Sound is on'
  sound.setAttribute('aria-pressed', String(!video.muted))
})

full.addEventListener('click', () => void video.requestFullscreen())

// Behind the #, which browsers keep for themselves, and only until it was read.
const given = /^#(?<kind>ticket|token)=(?<value>[\w-]{1,256})$/.exec(location.hash)?.groups
history.replaceState(null, '', location.pathname)
if (given === undefined) question('It is in the file “token” of the gateway’s data folder.')
else open(`${given['kind']}.${given['value']}`)
