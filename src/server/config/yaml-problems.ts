import type { LineCounter, YAMLError } from 'yaml'
import type { ConfigProblem } from './error.ts'

type Code = YAMLError['code']

/** What to do about each kind of slip. The parser's own words may quote the file, and with it a secret. */
const sentences: Partial<Record<Code, string>> = {
  TAB_AS_INDENT: 'A tab. Indent with spaces.',
  DUPLICATE_KEY: 'This setting stands here twice. Leave one of the two.',
  BAD_INDENT: 'The indentation does not fit: what belongs together begins in the same column.',
  MULTIPLE_DOCS: 'A second document begins here (---). Put everything into one.',
  MISSING_CHAR: 'Something is not closed, or a space is missing after a colon: look for quotes and brackets.',
  BLOCK_AS_IMPLICIT_KEY: 'Two settings on one line. Put each on a line of its own.',
  BLOCK_IN_FLOW: 'A bracket is not closed before this.',
  BAD_DQ_ESCAPE: 'A backslash within double quotes. Take single quotes.',
  BAD_SCALAR_START: 'A text that begins with this character stands in quotes.',
  MULTILINE_IMPLICIT_KEY: 'The name of a setting goes over several lines. A colon is missing?',
  KEY_OVER_1024_CHARS: 'The name of a setting is too long. A colon is missing?',
  BAD_ALIAS: 'Anchors and aliases (& and *) are not taken here. Write it out, or put it in quotes.',
  ALIAS_PROPS: 'Anchors and aliases (& and *) are not taken here. Write it out, or put it in quotes.',
  TAG_RESOLVE_FAILED: 'A tag (!) is not taken here. Leave it away, or put the text in quotes.',
  NON_STRING_KEY: 'The name of a setting is a word.',
  RESOURCE_EXHAUSTION: 'It is nested too deeply to be a configuration.',
}

export function yamlProblem({ code, pos }: Pick<YAMLError, 'code' | 'pos'>, lines: LineCounter): ConfigProblem {
  const { line, col } = lines.linePos(pos[0])
  return {
    line: Math.max(1, line),
    column: Math.max(1, col),
    path: '',
    message: sentences[code] ?? 'This is not YAML. Compare it with what "vmixctl config init" writes.',
  }
}
