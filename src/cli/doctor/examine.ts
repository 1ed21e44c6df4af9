import type { Connection } from '../connection.ts'
import { examineClock } from './clock.ts'
import { examineFolder, examineLog } from './disk.ts'
import type { Finding } from './finding.ts'
import { examineGateway } from './media.ts'
import { examinePrograms } from './programs.ts'
import { examineSrt } from './srt.ts'
import { examineVMix } from './vmix.ts'

/** Looks at one thing after another, each as soon as it is known. Changes nothing in vMix. */
export async function* examine(connection: Connection, tcpPort: number): AsyncGenerator<Finding, void, undefined> {
  yield* examineVMix(connection, tcpPort)
  yield* examineGateway(connection)
  const folder = await examineFolder(connection.dataFolder)
  yield folder
  if (folder.state !== 'fail') yield await examineLog(connection)
  yield await examineClock()
  yield await examineSrt(connection)
  yield* examinePrograms()
}
