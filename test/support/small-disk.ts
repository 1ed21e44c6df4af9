import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A tmpfs of its own, small enough to fill. Only root on Linux may make one. */
export class SmallDisk implements AsyncDisposable {
  readonly path: string

  constructor(kibibytes: number) {
    this.path = mkdtempSync(join(tmpdir(), 'vmix-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', this.path], { stdio: 'ignore' })
  }

  /** Writes until there is no room for another byte. */
  async fill(): Promise<void> {
    await using file = await open(join(this.path, 'filler'), 'a')
    for (const size of [65_536, 4096, 1]) {
      try {
        for (;;) await file.write(Buffer.alloc(size))
      } catch {
        // Full for this size: the rest goes in smaller pieces.
      }
    }
  }

  async free(): Promise<void> {
    await rm(join(this.path, 'filler'), { force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    execFileSync('umount', ['-l', this.path], { stdio: 'ignore' })
    rmSync(this.path, { recursive: true, force: true })
  }
}

export async function mayMakeDisks(): Promise<boolean> {
  try {
    await new SmallDisk(64)[Symbol.asyncDispose]()
    return true
  } catch {
    return false
  }
}
