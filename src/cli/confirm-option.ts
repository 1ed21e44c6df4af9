import type { Command } from 'commander'

/** Of commands that end something. */
export interface ConfirmChoice {
  readonly confirm?: boolean
}

/** `--confirm`: what the show lock asks for before anything is ended. */
export function withConfirm(command: Command): Command {
  return command.option('--confirm', 'yes, also while the show lock is on')
}

/** As operations and the API take it. */
export function confirmedBy({ confirm }: ConfirmChoice): { readonly confirmed?: true } {
  return confirm === true ? { confirmed: true } : {}
}
