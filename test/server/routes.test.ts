import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { mayDo, neededFor, roles, type OperationName } from '../../src/server/auth/index.ts'
import { temporaryFolder } from '../support/show.ts'
import { send, startApi, type RunningApi } from './api.ts'

interface Route {
  readonly name: OperationName
  readonly method: string
  /** With something in every `{…}`. */
  readonly path: string
}

async function documentOf(api: RunningApi): Promise<{ readonly text: string; readonly routes: readonly Route[] }> {
  const { text } = await send(api.port, { path: '/api/v1/openapi.json' })
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: OperationName }>> }
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      name: operationId,
      method: method.toUpperCase(),
      path: path
        .replace('{channel}', '0')
        .replace('{sequence}', '1')
        .replaceAll(/\{\w+\}/g, 'nobody'),
    })),
  )
  return { text, routes }
}

/** What the linter says of a document. */
async function linted(text: string): Promise<readonly { readonly ruleId: string }[]> {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'openapi.json')
  await writeFile(path, text)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=json', path],
    { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' } },
  ).catch((error: { stdout: string }) => error)
  return JSON.parse(stdout).problems
}

/** Of an answer that goes on for ever: how it begins. */
async function beginsWith({ url }: RunningApi, path: string, headers: Record<string, string>): Promise<number> {
  const over = new AbortController()
  const { status } = await fetch(`${url}${path}`, { headers, signal: over.signal })
  over.abort()
  return status
}

describe('the OpenAPI document', () => {
  it('is without a finding of the linter, which finds what is wrong in it', async () => {
    await using api = await startApi()
    const { text } = await documentOf(api)
    expect(await linted(text)).toEqual([])
    const wrong = text.replace('"operationId":"readBoard"', '"operationId":"followEvents"')
    expect(wrong).not.toBe(text)
    expect((await linted(wrong)).map(({ ruleId }) => ruleId)).toContain('operation-operationId-unique')
  })

  it('has every operation of the table of permissions, and no other', async () => {
    await using api = await startApi()
    const { routes } = await documentOf(api)
    expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(neededFor).sort())
  })
})

describe('who may do what', () => {
  it.each([...roles, 'nobody'] as const)('%s: each route lets in or turns away as the table says', async (role) => {
    await using api = await startApi()
    const { token } = await api.tokens.add({
      name: 'Somebody',
      role: role === 'nobody' ? 'admin' : role,
      expiresInDays: 1,
    })
    const authorization = role === 'nobody' ? null : `Bearer ${token.reveal()}`
    for (const { name, method, path } of (await documentOf(api)).routes) {
      const needed = neededFor[name]
      const inside = needed === 'none' || (role !== 'nobody' && mayDo(role, needed))
      const given = authorization === null ? {} : { authorization }
      const status =
        name === 'followEvents' && inside
          ? await beginsWith(api, path, given)
          : (
              await send(api.port, {
                method,
                path,
                headers: { ...given, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
                ...(method === 'POST' || method === 'PUT' ? { body: '{}' } : {}),
              })
            ).status
      const turnedAway = status === 403 || (status === 401 && name !== 'beginSession')
      expect([name, status, turnedAway]).toEqual([name, status, !inside])
      const expected = inside ? status : role === 'nobody' ? 401 : 403
      expect([name, status]).toEqual([name, expected])
      expect([name, status < 500 || name === 'openPreview']).toEqual([name, true])
    }
  })

  it('a viewer changes nothing, an operator no settings, and what is for one thing sees no other', () => {
    const may = (role: (typeof roles)[number]) =>
      Object.entries(neededFor)
        .filter(([, needed]) => mayDo(role, needed))
        .map(([name]) => name)
    for (const name of ['startStream', 'stopStream', 'callFunction', 'putPreset', 'addToken', 'acknowledgeAlert'])
      expect(may('viewer')).not.toContain(name)
    for (const name of [
      'callFunction',
      'findVMix',
      'probeVMix',
      'addInstance',
      'changeInstance',
      'removeInstance',
      'reloadConfiguration',
      'putPreset',
      'replacePresetKey',
      'removePreset',
      'addToken',
      'revokeToken',
      'listTokens',
    ])
      expect(may('operator')).not.toContain(name)
    expect(
      may('metrics')
        .filter((name) => neededFor[name as OperationName] !== 'none')
        .sort(),
    ).toEqual(['endOtherSessions', 'endSession', 'readMetrics', 'readSession'])
    expect(may('log')).not.toContain('readBoard')
    // Addresses and names of tokens stand in it.
    for (const role of ['viewer', 'operator', 'metrics'] as const) expect(may(role)).not.toContain('readServerLog')
    for (const role of ['admin', 'log'] as const) expect(may(role)).toContain('readServerLog')
  })
})
