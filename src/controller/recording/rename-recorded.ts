import { access, link, rename, unlink } from 'node:fs/promises'
import { dirname, extname, isAbsolute, join } from 'node:path'
import type { Clock } from '../../clock/index.ts'
import { fileNameProblem } from './file-name.ts'
import { fillTemplate, type NameFacts } from './name-template.ts'

export interface RenameRequest {
  /** New name without folders, the ending may be left away; a template. */
  readonly name: string
  /** By which folder vMix's recordings are reached from here; absent: by the path that vMix itself gives. */
  readonly folder: string | undefined
}

export interface Renamed {
  /** As they are called now, in order; one that could not be renamed has its old name. */
  readonly files: readonly string[]
  /** Sentences for a person, of what was not renamed; empty when all went well. */
  readonly problems: readonly string[]
}

/** vMix closes its files a moment after it shows its recorder off; until then Windows does not let them be renamed. */
const PATIENCE_MS = 5000
const AGAIN_MS = 250
const MAX_NUMBER = 1000
const BUSY = new Set(['EBUSY', 'EPERM', 'EACCES'])

/** Gives vMix's own recordings another name, in their own folder. Never overwrites, never throws. */
export async function renameRecorded(
  files: readonly string[],
  request: RenameRequest,
  facts: NameFacts,
  clock: Clock,
): Promise<Renamed> {
  const renamed: string[] = []
  const problems: string[] = []
  for (const file of files) {
    try {
      renamed.push(await renameOne(await reachable(file, request.folder), request.name, facts, clock))
    } catch (error) {
      renamed.push(file)
      const why = error instanceof Error ? error.message : 'unknown reason'
      problems.push(`${file} keeps its name: ${why}`)
    }
  }
  return { files: renamed, problems }
}

async function reachable(file: string, folder: string | undefined): Promise<string> {
  const name = file.split(/[/\\]/).at(-1) ?? ''
  const path = folder === undefined ? file : join(folder, name)
  const there =
    name !== '' &&
    name !== '..' &&
    isAbsolute(path) &&
    (await access(path).then(
      () => true,
      () => false,
    ))
  if (there) return path
  throw new Error(
    'it cannot be reached from here. Say by which folder it can (folder), or rename it on the vMix machine.',
  )
}

async function renameOne(path: string, template: string, facts: NameFacts, clock: Clock): Promise<string> {
  const ending = extname(path)
  const filled = fillTemplate(template, facts)
  const stem = filled.toLowerCase().endsWith(ending.toLowerCase())
    ? filled.slice(0, filled.length - ending.length)
    : filled
  for (let number = 1; number < MAX_NUMBER; number++) {
    const name = `${stem}${number === 1 ? '' : `_${number}`}${ending}`
    const problem = fileNameProblem(name)
    if (problem !== null) throw new Error(problem)
    const to = join(dirname(path), name)
    if (to === path) return path
    if (await moved(path, to, clock)) return to
  }
  throw new Error(`no free name like ${stem}.`)
}

/** @returns false when the name is taken */
async function moved(from: string, to: string, clock: Clock): Promise<boolean> {
  const end = clock.monotonic() + PATIENCE_MS
  for (;;) {
    try {
      return await move(from, to)
    } catch (error) {
      if (!BUSY.has(codeOf(error)) || clock.monotonic() >= end) throw error
      await clock.sleep(AGAIN_MS)
    }
  }
}

/** A link fails where the name is taken, and so never overwrites; where there are no links, looking first has to do. */
async function move(from: string, to: string): Promise<boolean> {
  if (process.platform !== 'win32') {
    try {
      await link(from, to)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      if (codeOf(error) === 'ENOENT') throw error
      return await moveUnlinked(from, to)
    }
    await unlink(from).catch(async (error: unknown) => {
      await unlink(to)
      throw error
    })
    return true
  }
  return await moveUnlinked(from, to)
}

async function moveUnlinked(from: string, to: string): Promise<boolean> {
  const taken = await access(to).then(
    () => true,
    () => false,
  )
  if (taken) return false
  await rename(from, to)
  return true
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
