import { parentPort } from 'node:worker_threads'
import { type StretchTask, walkStretch } from './stretch.ts'

// A thread that walks along lines; see stretch-thread.ts, which alone starts it and so knows what it is asked.
parentPort?.on('message', (task: StretchTask) => {
  void walkStretch(task).then((answer) => parentPort?.postMessage(answer))
})
