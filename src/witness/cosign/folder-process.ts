import { doFolderTask, type FolderTask } from './folder-task.ts'

// The process that reads and writes in a folder elsewhere; see folder-aside.ts, which alone starts it and so knows what it
// is asked. It ends when that one lets go of it.
process.on('message', (task: FolderTask) => void doFolderTask(task).then((answer) => process.send?.(answer)))
