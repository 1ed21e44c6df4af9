import { describe, expect, it } from 'vitest'
import type { ChannelHealth, DestinationHealth, StreamHealth } from '../../controller/index.ts'
import { changesBetween } from './changes.ts'

const figures = {
  fps: 30,
  bitrateKbps: 4000,
  droppedFrames: 0,
  droppedLastMinute: 0,
  uptimeSeconds: 5,
  uptime: '00:00:05',
  keyFrameIntervalMs: 1000,
  ageMs: 10,
} as const

function destination(name: string, given: Partial<DestinationHealth> = {}): DestinationHealth {
  return {
    ...figures,
    destinationId: name,
    name,
    kind: 'rtmp',
    state: 'live',
    why: null,
    healthStatus: 'healthy',
    reasons: [],
    ...given,
  }
}

function health(destinations: readonly DestinationHealth[], given: Partial<ChannelHealth> = {}): StreamHealth {
  const channel: ChannelHealth = {
    ...figures,
    channel: 0,
    healthStatus: 'healthy',
    source: 'gateway',
    reasons: [],
    destinations,
    ...given,
  }
  return { ...channel, channels: [channel], timestamp: '2025-11-01T12:00:00.000Z' }
}

describe('changes between two looks', () => {
  it('the first look tells how each destination begins', () => {
    expect(
      changesBetween(null, health([destination('Twitch'), destination('YouTube', { state: 'connecting' })])),
    ).toMatchObject([
      { name: 'Twitch', state: 'live' },
      { name: 'YouTube', state: 'connecting' },
    ])
  })

  it('figures that move are no change', () => {
    expect(changesBetween(health([destination('Twitch')]), health([destination('Twitch', { fps: 29.9 })]))).toEqual([])
  })

  it('the first good verdict is no change', () => {
    expect(
      changesBetween(health([destination('Twitch', { healthStatus: 'unknown' })]), health([destination('Twitch')])),
    ).toEqual([])
  })

  it('a destination that is lost is told with why, and the stream with its new verdict', () => {
    const after = health(
      [destination('Twitch', { state: 'retrying', healthStatus: 'critical', why: 'The server closed it.' })],
      {
        healthStatus: 'critical',
      },
    )
    expect(changesBetween(health([destination('Twitch')]), after)).toMatchObject([
      { name: 'Twitch', state: 'retrying', healthStatus: 'critical', why: 'The server closed it.' },
      { name: 'in all', healthStatus: 'critical' },
    ])
  })

  it('one that was removed has ended', () => {
    expect(
      changesBetween(health([destination('Twitch'), destination('YouTube')]), health([destination('YouTube')])),
    ).toMatchObject([{ name: 'Twitch', state: 'ended' }])
  })
})
