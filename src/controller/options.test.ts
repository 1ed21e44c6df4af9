import { describe, expect, it } from 'vitest'
import { controllerSettings } from './options.ts'

describe('options of a controller', () => {
  it('may all be left away', () => {
    expect(controllerSettings({ dataFolder: 'd' })).toMatchObject({
      host: 'localhost',
      port: 8088,
      tcpPort: 8099,
      instance: 'localhost-8088',
      dataFolder: 'd',
      actor: expect.stringContaining('@'),
    })
    expect(controllerSettings({ tcpPort: null }).tcpPort).toBeNull()
  })

  it.each([
    [{ host: ' ' }, 'Invalid host'],
    [{ port: 0 }, 'Invalid port'],
    [{ port: 80.5 }, 'Invalid port'],
    [{ tcpPort: 0 }, 'Invalid TCP port'],
    [{ tcpPort: 65_536 }, 'Invalid TCP port'],
    [{ instance: '../x' }, 'Invalid instance name'],
  ])('that cannot be right are refused: %j', (options, message) => {
    expect(() => controllerSettings(options)).toThrow(TypeError)
    expect(() => controllerSettings(options)).toThrow(message)
  })
})
