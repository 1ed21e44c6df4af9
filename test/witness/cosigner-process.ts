/**
 * A cosigner in a process of its own, which says its address on its standard output. Arguments: key file, folder, the key of
 * the log, and `kill-before-answer` where it is to die when a checkpoint is on disk and not yet answered.
 */
import { writeSync } from 'node:fs'
import { startCosigner } from '../../src/witness/cosign/index.ts'

const [keyFile = '', folder = '', vkey = '', how = ''] = process.argv.slice(2)

const cosigner = await startCosigner({
  listen: '127.0.0.1:0',
  keyFile,
  folder,
  trust: [vkey],
  report: ({ kind }) => {
    if (kind === 'cosigned' && how === 'kill-before-answer') process.kill(process.pid, 'SIGKILL')
  },
})
writeSync(1, `${cosigner.url}\n`)
