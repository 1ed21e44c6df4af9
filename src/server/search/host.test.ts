import { describe, expect, it } from 'vitest'
import { addressProblem, whereTo } from './host.ts'

const never = new AbortController().signal
const refused = [
  '169.254.169.254',
  '169.254.0.1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '[::ffff:169.254.169.254]',
  '64:ff9b::a9fe:a9fe',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  '255.255.255.255',
  'ff02::1',
  '0xa9fea9fe',
  '2852039166',
  '169.254.43518',
  '0251.0376.0251.0376',
  '169.254.169.254.',
  '0',
  '::169.254.169.254',
  '2002:a9fe:a9fe::1',
  '64:ff9b:1::a9fe:a9fe',
  '::ffff:0:a9fe:a9fe',
  '100.100.100.200',
  '168.63.129.16',
]
const good = [
  '0:0:0:0:0:0:0:1',
  '127.1',
  '100.64.0.1',
  'studio_pc',
  'a..b',
  '127.0.0.1',
  '::1',
  '10.1.2.3',
  '172.16.0.5',
  '192.168.1.20',
  'fd12::5',
  'studio-pc',
  'localhost',
]

describe('an address that is asked whether a vMix is there', () => {
  it.each(refused)('%s is none', (host) => expect(addressProblem(host)).toMatch(/No vMix has this address/))
  it.each(good)('%s may be one', (host) => expect(addressProblem(host)).toBeNull())
})

describe('a name', () => {
  it('that leads to such an address is refused, also as one of several', async () => {
    for (const addresses of [['169.254.169.254'], ['127.0.0.1', 'fe80::1']]) {
      expect(await whereTo('vmix.example', () => Promise.resolve(addresses), never)).toHaveProperty('problem')
    }
  })

  it('is asked for once, and what it led to is where it is connected to', async () => {
    const looks: string[] = []
    const look = (host: string) => {
      looks.push(host)
      return Promise.resolve(['::1', '127.0.0.1'])
    }
    expect(await whereTo('vmix.example', look, never)).toEqual({ address: '127.0.0.1' })
    expect(looks).toEqual(['vmix.example'])
  })

  it('that leads nowhere leads nowhere: nobody connects by it, for whom it could lead elsewhere', async () => {
    const answers = [() => Promise.reject(new Error('ENOTFOUND')), () => Promise.resolve([])]
    for (const look of answers) expect(await whereTo('nobody.invalid', look, never)).toBeNull()
  })

  it('that nobody answers for is not waited for longer than there is time', async () => {
    const over = new AbortController()
    const where = whereTo('vmix.example', () => new Promise(() => undefined), over.signal)
    over.abort(new Error('the time is over'))
    await expect(where).rejects.toThrow('the time is over')
    await expect(whereTo('vmix.example', () => new Promise(() => undefined), over.signal)).rejects.toThrow('over')
  })

  it('written in figures as nobody writes them is found out, whatever the system makes of it', async () => {
    for (const host of ['0xa9fea9fe', '2852039166', '169.254.43518']) {
      expect(await whereTo(host, () => Promise.resolve(['127.0.0.1']), never)).toHaveProperty('problem')
    }
  })
})
