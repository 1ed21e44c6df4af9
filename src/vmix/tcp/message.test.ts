import { describe, expect, it } from 'vitest'
import { bodyHeader, parseMessage } from './message.ts'

describe('a line from vMix', () => {
  it.each([
    ['VERSION OK 29.0.0.49', { kind: 'version', version: '29.0.0.49' }],
    ['FUNCTION OK Completed', { kind: 'reply', command: 'FUNCTION', ok: true, text: 'Completed' }],
    ['FUNCTION OK PreviewInput', { kind: 'reply', command: 'FUNCTION', ok: true, text: 'PreviewInput' }],
    ['FUNCTION ER Error message', { kind: 'reply', command: 'FUNCTION', ok: false, text: 'Error message' }],
    ['FUNCTION OK', { kind: 'reply', command: 'FUNCTION', ok: true, text: '' }],
    ['SUBSCRIBE OK TALLY Subscribed', { kind: 'reply', command: 'SUBSCRIBE', ok: true, text: 'TALLY Subscribed' }],
    ['PING OK PONG', { kind: 'reply', command: 'PING', ok: true, text: 'PONG' }],
    ['XMLTEXT OK A  title', { kind: 'reply', command: 'XMLTEXT', ok: true, text: 'A  title' }],
    ['XMLTEXT ER XML Entry Not Found', { kind: 'reply', command: 'XMLTEXT', ok: false, text: 'XML Entry Not Found' }],
    ['XML ER busy', { kind: 'reply', command: 'XML', ok: false, text: 'busy' }],
    ['TALLY OK 0121', { kind: 'tally', inputs: ['off', 'program', 'preview', 'program'] }],
    ['TALLY OK ', { kind: 'tally', inputs: [] }],
    ['ACTS OK InputPreview 2 1', { kind: 'activator', name: 'InputPreview', input: 2, value: 1 }],
    ['ACTS OK Streaming 1', { kind: 'activator', name: 'Streaming', input: null, value: 1 }],
    ['ACTS OK InputVolume 3 0.25', { kind: 'activator', name: 'InputVolume', input: 3, value: 0.25 }],
    ['ACTS OK MasterVolume 1.5E-05', { kind: 'activator', name: 'MasterVolume', input: null, value: 1.5e-5 }],
    ['ACTS OK BusAVolume 0,5', { kind: 'activator', name: 'BusAVolume', input: null, value: '0,5' }],
    ['ACTS OK FadeToBlack', { kind: 'activator', name: 'FadeToBlack', input: null, value: '' }],
    ['ACTS OK Name some words', { kind: 'activator', name: 'Name', input: null, value: 'some words' }],
    ['ACTS ER Invalid Activator', { kind: 'reply', command: 'ACTS', ok: false, text: 'Invalid Activator' }],
  ])('%s', (line, message) => {
    expect(parseMessage(line)).toEqual(message)
  })

  it.each(['', 'HTTP/1.0 400 Bad Request', 'function OK x', 'TALLY OK 01x', 'ACTS OK ', 'FUNCTION OKAY', 'SSH-2.0-x'])(
    '%j is of no form that we know',
    (line) => {
      expect(parseMessage(line)).toEqual({ kind: 'unreadable', line })
    },
  )

  it('announces a document or a text by its length, or has none', () => {
    expect(bodyHeader('XML 512')).toEqual({ word: 'XML', length: 512 })
    expect(bodyHeader('XMLTEXT 12 ')).toEqual({ word: 'XMLTEXT', length: 12 })
    for (const line of ['XML ER busy', 'XMLTEXT OK 5', 'XMLTEXT ER x', 'XMLTEXTS 5', 'TALLY OK 5']) {
      expect(bodyHeader(line)).toBeNull()
    }
    for (const line of ['XML', 'XML -1', 'XML 1e3', 'XML 5 5', 'XML 9999999999999999', 'XMLTEXT x']) {
      expect(bodyHeader(line)?.length).toBeNaN()
    }
  })
})
