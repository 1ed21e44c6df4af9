#!/usr/bin/env node
import { runProgram } from './program.ts'

// The reader of our output went away (`vmixctl witness list | head`): nobody is left to tell, and it is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runProgram(process.argv.slice(2))
