import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeCertificates } from '../support/certificates.ts'
import { freePort } from '../support/ports.ts'
import { needs } from '../support/programs.ts'
import { temporaryFolder } from '../support/show.ts'
import { until } from '../support/waiting.ts'
import { mailSink } from './sinks.ts'
import { alarms, lost, shown } from './stage.ts'

const password = 'PLANTED-pass&word'
const people = { from: 'vMix <vmix@example.com>', to: ['anna@example.com', 'ben@example.com'] }

describe.runIf(needs('openssl'))('e-mail', () => {
  async function post(login: (user: unknown, given: unknown) => boolean) {
    await using stack = new AsyncDisposableStack()
    const folder = stack.use(await temporaryFolder())
    const { ca, cert, key } = makeCertificates()
    const caFile = join(folder.path, 'ca.pem')
    await writeFile(caFile, ca)
    const sink = stack.use(
      await mailSink({
        cert,
        key,
        onAuth: ({ username, password: given }, _session, done) =>
          login(username, given) ? done(null, { user: username ?? '' }) : done(new Error(`no: ${given}`)),
      }),
    )
    const owned = stack.move()
    const host = '127.0.0.1'
    const receiver = { type: 'email' as const, host, port: sink.port, ...people, user: 'vmix', password: 'env:SMTP' }
    return { sink, caFile, receiver, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  }
  const right = (user: unknown, given: unknown) => user === 'vmix' && given === password

  it('goes by STARTTLS with a login, says what is and what to do, and answers to nobody', async () => {
    await using office = await post(right)
    await using stage = await alarms(
      { receivers: { office: { ...office.receiver, caFile: office.caFile } } },
      { env: { SMTP: password } },
    )
    stage.alerts.look([lost])
    await until(() => office.sink.mails.length === 1)
    const [mail] = office.sink.mails
    expect(mail).toMatchObject({ from: 'vmix@example.com', to: people.to, secure: true, user: 'vmix' })
    expect(mail?.text).toContain('Subject: [vMix] CRITICAL: Stream lost (studio, Stream 1)\r\n')
    expect(mail?.text).toContain('Auto-Submitted: auto-generated\r\n')
    expect(mail?.text).toMatch(/X-Priority: 1/)
    expect(mail?.text).toContain('Stream 1 has stopped.\r\nWhat to do: Look at vMix & start it again.\r\n')
    await until(() => stage.records.length === 1)
    expect(shown(stage)).not.toContain('PLANTED')
  })

  it('is not sent where the certificate is not trusted, nor the login', async () => {
    const tried: string[] = []
    await using office = await post((user) => tried.push(String(user)) < 0)
    await using stage = await alarms({ receivers: { office: office.receiver } }, { env: { SMTP: password } })
    await expect(stage.alerts.sendTest('office')).rejects.toMatchObject({ code: 'not_trusted' })
    expect([tried, office.sink.mails]).toEqual([[], []])
  })

  it('says that the login is refused, without the login', async () => {
    await using office = await post(() => false)
    await using stage = await alarms(
      { receivers: { office: { ...office.receiver, caFile: office.caFile } } },
      { env: { SMTP: password } },
    )
    const failure: unknown = await stage.alerts.sendTest('office').catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'login', message: expect.stringContaining('535') })
    expect(JSON.stringify([failure, String(failure)])).not.toContain('PLANTED')
    stage.alerts.look([lost])
    await until(() => stage.alerts.receivers[0]?.waiting === 1 && stage.records.length > 0)
    expect(shown(stage)).not.toContain('PLANTED')
  })
})

describe('e-mail, without secrets', () => {
  it('is not sent in the clear where STARTTLS is wanted', async () => {
    await using sink = await mailSink({ disabledCommands: ['STARTTLS', 'AUTH'] })
    await using stage = await alarms({
      receivers: { office: { type: 'email', host: '127.0.0.1', port: sink.port, ...people } },
    })
    await expect(stage.alerts.sendTest('office')).rejects.toMatchObject({ name: 'DeliveryError' })
    expect(sink.mails).toEqual([])
  })

  it('goes in the clear to a server on this machine, where that is said; a subject holds no line break', async () => {
    await using sink = await mailSink({ disabledCommands: ['STARTTLS', 'AUTH'] })
    const receiver = { type: 'email', host: '127.0.0.1', port: sink.port, security: 'none', ...people } as const
    await using stage = await alarms({ receivers: { office: receiver } })
    stage.alerts.look([{ ...lost, instance: 'studio\r\nBcc: eve@example.com' }])
    await until(() => sink.mails.length === 1)
    expect(sink.mails[0]?.to).toEqual(people.to)
    expect(sink.mails[0]?.text).not.toMatch(/^Bcc:/m)
  })

  it('to a server that is not there, or takes the mail and refuses it, is tried again or dropped', async () => {
    await using sink = await mailSink({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(Object.assign(new Error('PLANTED'), { responseCode: 554 })))
      },
    })
    const receiver = { type: 'email', host: '127.0.0.1', security: 'none', ...people } as const
    await using stage = await alarms({
      receivers: { refused: { ...receiver, port: sink.port }, down: { ...receiver, port: await freePort() } },
    })
    stage.alerts.look([lost])
    await until(() => stage.records.length === 2)
    expect(stage.outcomes().toSorted()).toEqual(['dropped unfit', 'failing unreachable'])
    expect(shown(stage)).not.toContain('PLANTED')
  })

  it('to a server that says nothing ends in time', async () => {
    await using sink = await mailSink({ onConnect: () => undefined, disabledCommands: ['STARTTLS', 'AUTH'] })
    const receiver = { type: 'email', host: '127.0.0.1', port: sink.port, security: 'none', ...people } as const
    await using stage = await alarms({ receivers: { office: receiver } }, { tryMs: 200 })
    await expect(stage.alerts.sendTest('office')).rejects.toMatchObject({ code: 'timeout' })
  })
})
