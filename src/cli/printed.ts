/** Prints a text, and waits for a reader that is slower than we are, so that nothing piles up in memory. */
export async function printed(text: string): Promise<void> {
  if (process.stdout.write(text)) return
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve))
}
