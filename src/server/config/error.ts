/** One thing that is wrong in a configuration file, and where. */
export interface ConfigProblem {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** Which setting: `instances[0].port`; empty: the file itself. */
  readonly path: string
  /** What is wrong and what to write instead. Never repeats a value: it may be a secret. */
  readonly message: string
}

/** Why there is no configuration: `missing` (no such file), `unreadable`, `wrong` (what stands in it). */
export type ConfigErrorCode = 'missing' | 'unreadable' | 'wrong'

/** A configuration that cannot be used, with every problem on a line of its own: `vmixctl.yaml:3:9 instances[0].port: …`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code: ConfigErrorCode
  readonly problems: readonly ConfigProblem[]

  constructor(
    code: ConfigErrorCode,
    message: string,
    options: ErrorOptions & { readonly problems?: readonly ConfigProblem[] } = {},
  ) {
    super(message, options)
    this.code = code
    this.problems = options.problems ?? []
  }

  static wrong(file: string, problems: readonly ConfigProblem[]): ConfigError {
    const lines = problems.map(({ line, column, path, message }) => {
      const where = path === '' ? '' : ` ${path}:`
      return `${file}:${line}:${column}${where} ${message}`
    })
    return new ConfigError('wrong', lines.join('\n'), { problems })
  }
}
