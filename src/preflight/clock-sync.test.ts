import { describe, expect, it } from 'vitest'
import { type Ask, chronycSays, clockSync, timedatectlSays, w32tmSays } from './clock-sync.ts'

const answers =
  (printed: Readonly<Record<string, string>>): Ask =>
  (program) =>
    Promise.resolve(printed[program] ?? null)

// As `chronyc -c tracking` of chrony 4.3 prints it.
const chrony = (leap: string) =>
  `C0A80001,ntp.example,3,1763829000.1,0.000001,-0.000002,0.00001,-12.3,0.001,0.02,0.01,0.002,64.4,${leap}\n`

describe('whether the clock is synchronised', () => {
  it('timedatectl: yes, no, or nothing that means either', () => {
    expect(timedatectlSays('yes\n')).toBe(true)
    expect(timedatectlSays('no\n')).toBe(false)
    expect(timedatectlSays('')).toBeNull()
    expect(timedatectlSays('NTPSynchronized=yes')).toBeNull()
  })

  it("chrony's leap status", () => {
    expect(chronycSays(chrony('Normal'))).toBe(true)
    expect(chronycSays(chrony('Insert second'))).toBe(true)
    expect(chronycSays(chrony('Not synchronised'))).toBe(false)
    expect(chronycSays(chrony('Something new'))).toBeNull()
    expect(chronycSays('506 Cannot talk to daemon')).toBeNull()
    expect(chronycSays('Normal')).toBeNull()
  })

  it("w32tm's leap indicator, in any language", () => {
    expect(w32tmSays('Leap Indicator: 0(no warning)\r\nStratum: 4\r\n')).toBe(true)
    expect(w32tmSays('Leap Indicator: 3(not synchronized)\r\nStratum: 0\r\n')).toBe(false)
    expect(w32tmSays('Sprungindikator: 3(nicht synchronisiert)\r\nStratum: 0\r\n')).toBe(false)
    expect(w32tmSays('The following error occurred: The service has not been started. (0x80070426)')).toBeNull()
    expect(w32tmSays('')).toBeNull()
  })

  it('asks the next one where the first does not know, and believes the first that does', async () => {
    const both = { timedatectl: 'no', chronyc: chrony('Normal') }
    expect(await clockSync(answers(both), 'linux')).toEqual({ synchronised: false, by: 'timedatectl' })
    expect(await clockSync(answers({ chronyc: both.chronyc }), 'linux')).toEqual({ synchronised: true, by: 'chronyc' })
  })

  it('never guesses: nobody answers, or no way is known on that system', async () => {
    for (const platform of ['linux', 'win32', 'darwin', 'freebsd'] as const) {
      const sync = await clockSync(answers({}), platform)
      expect(sync).toEqual({ synchronised: null, by: null })
    }
  })
})
