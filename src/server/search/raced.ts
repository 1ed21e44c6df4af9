/** What comes first: an answer, or the end of the time for it. What is not waited for any more is not ended by that. @throws the signal's reason */
export async function raced<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([answer, over])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
