import { SrtError } from '../errors.ts'

/** Names under which the systems' own packages install it; the loader looks in its folders. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  linux: ['libsrt-gnutls.so.1.5', 'libsrt-openssl.so.1.5', 'libsrt.so.1.5', 'libsrt.so.1', 'libsrt-gnutls.so.1.4'],
  darwin: ['/opt/homebrew/lib/libsrt.dylib', '/usr/local/lib/libsrt.dylib', 'libsrt.dylib'],
  win32: ['srt.dll', 'libsrt.dll', 'C:\\Program Files\\libsrt\\bin\\srt.dll'],
}
/** What we call has been the same since 1.4. */
const OLDEST = 0x01_04_00

/** A function of libsrt; numbers and buffers in, a number out. */
type NativeCall = (...given: readonly (number | Buffer | null)[]) => number

/** libsrt, loaded into this process. Only ever in a process of its own: a native library can end the one that it is in. */
export interface SrtLibrary {
  readonly path: string
  /** `1.5.1` */
  readonly version: string
  readonly startup: NativeCall
  readonly cleanup: NativeCall
  readonly createSocket: NativeCall
  readonly close: NativeCall
  readonly setFlag: NativeCall
  readonly bind: NativeCall
  readonly listen: NativeCall
  readonly accept: NativeCall
  readonly connect: NativeCall
  readonly send: NativeCall
  readonly state: NativeCall
  readonly rejectReason: NativeCall
  readonly statistics: NativeCall
  readonly logLevel: NativeCall
  readonly lastError: () => number
}

/**
 * Loads libsrt: `given`, or where the system keeps it.
 *
 * @throws {SrtError} `unsupported`
 */
export async function loadSrtLibrary(given: string | null): Promise<SrtLibrary> {
  const { default: koffi } = await import('koffi')
  const names = given === null ? (NAMES[process.platform] ?? NAMES['linux'] ?? []) : [given]
  let cause: unknown = null
  for (const path of names) {
    try {
      return describe(koffi.load(path), path)
    } catch (error) {
      cause = error
    }
  }
  const what = given === null ? 'libsrt is not on this machine' : `${given} is no libsrt that can be used here`
  throw new SrtError('unsupported', `${what}.`, { cause })
}

type Loaded = ReturnType<typeof import('koffi')['load']>

function describe(library: Loaded, path: string): SrtLibrary {
  const declare = (signature: string): NativeCall => {
    const call: (...given: readonly unknown[]) => unknown = library.func(signature)
    return (...given) => {
      const answer = call(...given)
      if (typeof answer !== 'number') throw new TypeError(`${signature} answered no number`)
      return answer
    }
  }
  const number = declare('uint32_t srt_getversion()')()
  if (number < OLDEST) throw new SrtError('unsupported', `${path} is older than libsrt 1.4.`)
  // Its own log goes to standard error.
  const logLevel = library.func('void srt_setloglevel(int)')
  const lastError = declare('int srt_getlasterror(void*)')
  return {
    path,
    version: [number >> 16, (number >> 8) & 0xff, number & 0xff].join('.'),
    startup: declare('int srt_startup()'),
    cleanup: declare('int srt_cleanup()'),
    createSocket: declare('int srt_create_socket()'),
    close: declare('int srt_close(int)'),
    setFlag: declare('int srt_setsockflag(int, int, const void*, int)'),
    bind: declare('int srt_bind(int, const void*, int)'),
    listen: declare('int srt_listen(int, int)'),
    accept: declare('int srt_accept(int, void*, void*)'),
    connect: declare('int srt_connect(int, const void*, int)'),
    send: declare('int srt_sendmsg2(int, const void*, int, void*)'),
    state: declare('int srt_getsockstate(int)'),
    rejectReason: declare('int srt_getrejectreason(int)'),
    statistics: declare('int srt_bistats(int, void*, int, int)'),
    logLevel: (level) => {
      logLevel(level)
      return 0
    },
    lastError: () => lastError(null),
  }
}
