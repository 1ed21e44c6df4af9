import { readFileSync } from 'node:fs'

/** Linux's number for what a process may allocate (`RLIMIT_DATA`). */
const ALLOCATED = 2
/**
 * Beyond what the process has when it begins. One connection takes a few megabytes; a flood of callers that ask for as much as
 * they get holds most of it for some seconds, and with 256 MB libsrt found no room for what it cannot do without, and ended.
 */
const MORE_BYTES = 1024 * 1024 * 1024

/**
 * Bounds what this process may allocate from now on. A caller's handshake names a window, and libsrt (1.5.1 for one) reserves
 * memory for as large a one as it says, gigabytes, before it looks at the passphrase; where it gets none, it refuses the
 * caller and goes on. Linux only; elsewhere, and where it does not work, there is no bound.
 */
export async function limitMemory(): Promise<void> {
  if (process.platform !== 'linux') return
  try {
    const { default: koffi } = await import('koffi')
    const setLimit = koffi.load(null).func('int setrlimit(int, const void*)')
    const allocatedKb = Number(/^VmData:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    const limit = Buffer.alloc(16)
    const bytes = BigInt(allocatedKb * 1024 + MORE_BYTES)
    limit.writeBigUInt64LE(bytes, 0)
    limit.writeBigUInt64LE(bytes, 8)
    setLimit(ALLOCATED, limit)
  } catch {
    // A process without the bound does its work as well.
  }
}
