/** Text in lines of at most `width` characters, broken at blanks; a longer word stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A mark of one character (it may be painted), and the text wrapped beside it. */
export function hanging(mark: string, text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line, index) => (index === 0 ? `${mark} ${line}` : `  ${line}`))
}
