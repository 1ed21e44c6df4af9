/**
 * Loaded into a program before it: whoever opens a pipe waits for its other end, though he asked not to. So a pipe stands for a
 * file on a disk whose server is gone, which nothing can be asked of.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { open } = fs.promises
fs.promises.open = (path, flags, mode) =>
  open(path, typeof flags === 'number' ? flags & ~fs.constants.O_NONBLOCK : flags, mode)
syncBuiltinESMExports()
