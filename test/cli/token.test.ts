import { describe, expect, it } from 'vitest'
import { send, startApi } from '../server/api.ts'
import { eventually, temporaryFolder } from '../support/show.ts'
import { run } from './vmixctl.ts'

describe('vmixctl token', () => {
  it('makes a token that a running server knows, and takes it away again', async () => {
    await using folder = await temporaryFolder()
    await using api = await startApi({ dataFolder: folder.path })
    const statusWith = async (token: string) =>
      (await send(api.port, { path: '/api/v1/session', headers: { authorization: `Bearer ${token}` } })).status
    const made = await run(['token', 'add', 'Anna', '--data', folder.path])
    expect(made.stdout).toMatch(/^vmixctl_[\w-]{43}\n$/)
    expect(made.stderr).toMatch(/^operator, until \d{4}-/)
    const token = made.stdout.trim()
    await eventually(
      () => statusWith(token),
      (status) => status === 200,
    )
    const listed = await run(['token', 'list', '--data', folder.path])
    expect(listed.stdout).toMatch(/^NAME +ROLE +GOOD +ID\nAnna +operator +until /)
    expect(listed.stdout).not.toContain(token)
    expect(await run(['token', 'revoke', 'Anna', '--data', folder.path])).toMatchObject({ code: 0 })
    await eventually(
      () => statusWith(token),
      (status) => status === 401,
    )
    expect(await run(['token', 'list', '--data', folder.path])).toMatchObject({
      stdout: expect.stringContaining('There is no token'),
    })
  })

  it('says what is wrong with a name, a role, a time', async () => {
    await using folder = await temporaryFolder()
    const data = ['--data', folder.path]
    expect(await run(['token', 'add', '', ...data])).toMatchObject({ code: 2, stdout: '' })
    expect(await run(['token', 'add', 'A', '--role', 'king', ...data])).toMatchObject({ code: 2 })
    expect(await run(['token', 'add', 'A', '--expires', '0', ...data])).toMatchObject({ code: 2 })
    await run(['token', 'add', 'A', '--expires', 'never', ...data])
    expect(await run(['token', 'add', 'A', ...data])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is a token of this name'),
    })
    expect(await run(['token', 'revoke', 'B', ...data])).toMatchObject({ code: 1 })
  })
})
