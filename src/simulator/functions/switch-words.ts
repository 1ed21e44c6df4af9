import type { Stage } from '../stage.ts'
import type { Functions, Parameters } from './parameters.ts'

/** What is on or off in a show. */
export interface Switch {
  readonly read: () => boolean
  readonly write: (on: boolean) => void
}

/** Where a call finds its switch; null where the thing named has none, and the call changes nothing. */
export type SwitchOf = (stage: Stage, parameters: Parameters) => Switch | null

/** The three functions that vMix makes of many things: one that turns over, one that turns on, one that turns off. */
export function switching(names: { toggle?: string; on?: string; off?: string }, of: SwitchOf): Functions {
  const to =
    (wanted: (now: boolean) => boolean) =>
    (stage: Stage, parameters: Parameters): void => {
      const found = of(stage, parameters)
      found?.write(wanted(found.read()))
    }
  return {
    ...(names.toggle === undefined ? {} : { [names.toggle]: to((now) => !now) }),
    ...(names.on === undefined ? {} : { [names.on]: to(() => true) }),
    ...(names.off === undefined ? {} : { [names.off]: to(() => false) }),
  }
}

/** `Name`, `NameOn` and `NameOff`. */
export function onOff(name: string, of: SwitchOf): Functions {
  return switching({ toggle: name, on: `${name}On`, off: `${name}Off` }, of)
}

/** A set of inputs' keys as a switch. */
export function member(set: Set<string>, key: string, inverted = false): Switch {
  return {
    read: () => set.has(key) !== inverted,
    write: (on) => {
      if (on === inverted) set.delete(key)
      else set.add(key)
    },
  }
}
