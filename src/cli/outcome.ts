/** An action whose number is the code that the process ends with. */
export function ends<T extends readonly unknown[]>(
  work: (...args: T) => Promise<number>,
): (...args: T) => Promise<void> {
  return async (...args) => {
    process.exitCode = await work(...args)
  }
}
