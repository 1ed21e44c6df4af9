/** Verifies the log whose folder it is told, and answers with the number of its entries; in a process of its own. */
import { verifyLog } from '../../src/witness/index.ts'

process.on('message', (folder: string) => {
  void verifyLog({ folder }).then(({ valid, totalEvents }) => process.send?.(valid ? totalEvents : 0))
})
