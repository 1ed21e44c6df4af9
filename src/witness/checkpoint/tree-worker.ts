import { parentPort } from 'node:worker_threads'
import { answerTree, type TreeQuestion } from './tree-answer.ts'

// The thread that reads many lines; see tree-thread.ts, which alone starts it and so knows what it is asked.
parentPort?.on('message', (question: TreeQuestion) => {
  void answerTree(question).then((answer) => parentPort?.postMessage(answer))
})
