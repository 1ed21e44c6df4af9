import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../clock/index.ts'
import { SessionBook } from './sessions.ts'
import { temporaryFolder } from '../../../test/support/show.ts'

describe('browsers that have signed in', () => {
  it('are so many in all; where one more comes, the oldest of the token that has the most is signed out', async () => {
    await using folder = await temporaryFolder()
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    // The oldest of all are of those that have few.
    const owners = [
      ...Array.from({ length: 480 }, (_, n) => `few-${n % 40}`),
      ...Array.from({ length: 20 }, () => 'most'),
    ]
    const sessions = owners.map((tokenId, n) => ({ sha256: n.toString(16).padStart(64, '0'), tokenId, expiresAt }))
    await mkdir(join(folder.path, 'server'))
    await writeFile(join(folder.path, 'server', 'sessions.json'), JSON.stringify({ version: 1, sessions }))
    const book = await SessionBook.open(folder.path, systemClock)
    const text = await book.begin('new')
    expect(book.find(text.reveal())).toMatchObject({ tokenId: 'new' })
    expect([book.count('most'), book.count('few-0'), book.count('few-39')]).toEqual([19, 12, 12])
    expect(book.isOpen(sessions[480]?.sha256 ?? '')).toBe(false)
    expect(book.isOpen(sessions[481]?.sha256 ?? '')).toBe(true)
  })
})
