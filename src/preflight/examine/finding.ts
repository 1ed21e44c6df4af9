/** One thing that was looked at, of a vMix. */
export interface VMixFinding {
  /** For programs. */
  readonly check: 'vmix' | 'vmix-state' | 'functions' | 'tcp'
  /** `unknown`: it cannot be told from here, and is not guessed. */
  readonly state: 'ok' | 'warn' | 'fail' | 'unknown'
  /** For people: what was looked at. */
  readonly about: string
  /** What is. */
  readonly message: string
  /** What to do; null where there is nothing to be done. */
  readonly action: string | null
  /** The same for programs, where there is more to it than a state. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/**
 * What whoever reads a finding is told to change, in the terms of where it is read: options of a command line, or fields
 * of a page. Whole sentences.
 */
export interface ExamineWords {
  /** The two ports are of different vMix. */
  readonly bothPorts: string
  /** vMix's TCP API is on 8099: ask there. */
  readonly usualTcpPort: string
  /** 8099 is closed, though a vMix runs there. */
  readonly closedTcpPort: string
  /** Another port than 8099 is closed. */
  readonly otherTcpPort: string
  /** Something else has taken the port. */
  readonly takenTcpPort: string
  /** vMix answers on 8088, and another port was asked. */
  readonly usualWebPort: string
  /** User and password are needed. */
  readonly givePassword: string
  /** This version lacks functions. */
  readonly missingFunctions: string
  /** This version is newer than the list of functions. */
  readonly newerVersion: string
}
