import { Receivers } from './receivers.tsx'

/** What is set while the server runs; each section looks after itself. */
export function Settings() {
  return <Receivers />
}
