import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './programs.ts'

/** PEM texts: an authority made for one test, and a certificate that it signed for 127.0.0.1 and localhost. */
export interface TestCertificates {
  readonly ca: string
  readonly cert: string
  readonly key: string
  /** Of the same authority for the same names; it expires a second after it was made. */
  readonly expired: { readonly cert: string; readonly key: string }
}

/** Makes them with openssl; see `needs('openssl')`. */
export function makeCertificates(names = 'IP:127.0.0.1,DNS:localhost'): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'vmix-tls-'))
  const run = (...args: string[]) =>
    execFileSync(findProgram('openssl') ?? 'openssl', args, { cwd: folder, stdio: 'pipe' })
  const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  try {
    writeFileSync(join(folder, 'names'), `subjectAltName=${names}`)
    run('req', '-x509', ...ecKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority')
    run('req', ...ecKey, '-keyout', 'key.pem', '-out', 'request', '-subj', '/CN=Test server')
    const sign = ['-req', '-in', 'request', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
    run('x509', ...sign, '-days', '2', '-out', 'cert.pem')
    run('x509', ...sign, '-days', '0', '-out', 'expired.pem')
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const key = read('key.pem')
    return { ca: read('ca.pem'), cert: read('cert.pem'), key, expired: { cert: read('expired.pem'), key } }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
