#!/usr/bin/env node
import { useCompileCache } from './compile-cache.ts'

// Before anything else is loaded.
useCompileCache()

// The reader of our output went away (`vmixctl witness list | head`): nobody is left to tell, and it is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // EIO: the terminal itself is gone.
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  process.exit(0)
})

// The log's lock stands on node:sqlite, which Node 22 still announces as an experiment at every start.
const printers = process.listeners('warning')
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name === 'ExperimentalWarning' && warning.message.startsWith('SQLite')) return
  for (const print of printers) print(warning)
})

const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv.slice(2))
