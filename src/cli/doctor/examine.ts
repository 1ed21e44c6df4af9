import type { Connection } from '../connection.ts'
import { examineFolder, examineLog } from './disk.ts'
import type { Finding } from './finding.ts'
import { examineFfmpeg, examineGateway } from './media.ts'
import { examineTcp, examineVMix } from './vmix.ts'

/** Looks at one thing after another, each as soon as it is known. Changes nothing in vMix. */
export async function* examine(connection: Connection): AsyncGenerator<Finding, void, undefined> {
  yield* examineVMix(connection)
  yield await examineTcp(connection)
  yield* examineGateway(connection)
  const folder = await examineFolder(connection.dataFolder)
  yield folder
  if (folder.state !== 'fail') yield await examineLog(connection)
  yield await examineFfmpeg()
}
