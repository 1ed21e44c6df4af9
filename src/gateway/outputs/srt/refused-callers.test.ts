import { describe, expect, it } from 'vitest'
import { RefusedCallers } from './refused-callers.ts'

const line = (said: string) => `22:20:33.078000/SRT:RcvQ:w1!W:SRT.cn: processConnectRequest: rsp(REJECT): ${said}\n`

describe('callers who are turned away', () => {
  it('are counted, with the last reason, as libsrt 1.5 writes it', () => {
    const refused = new RefusedCallers()
    expect(refused.status()).toBeNull()
    expect(refused.hear(line('1010 - Incorrect passphrase').repeat(3))).toBe(true)
    expect(refused.status()).toEqual({ tries: 3, why: 'wrong passphrase' })
    expect(refused.hear(line('1011 - Password required or unexpected'))).toBe(true)
    expect(refused.status()).toEqual({ tries: 4, why: 'one side has a passphrase and the other has none' })
    refused.forget()
    expect(refused.status()).toBeNull()
  })

  it('are not those who send what is no handshake, and nothing of what a log says is kept', () => {
    const refused = new RefusedCallers()
    expect(refused.hear(line('1004 - Incorrect data in handshake'))).toBe(false)
    expect(refused.hear('E:SRT.cn: srt_accept: no pending connection, passphrase=correct-horse\n')).toBe(false)
    expect(refused.status()).toBeNull()
  })
})
