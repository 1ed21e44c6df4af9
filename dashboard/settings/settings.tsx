import { mayConfigure } from '../api/session.ts'
import { Instances } from '../instances/instances.tsx'
import { usePage } from '../state/page.ts'
import { Maintenance } from './maintenance.tsx'
import { Plan } from './plan.tsx'
import { Receivers } from './receivers.tsx'
import { Rules } from './rules.tsx'
import { Tokens } from './tokens.tsx'

/** What is set while the server runs; each section looks after itself. */
export function Settings() {
  const { session } = usePage()
  return (
    <>
      {mayConfigure(session.value) && <Instances />}
      <Plan />
      <Receivers />
      <Maintenance />
      <Rules />
      {mayConfigure(session.value) && <Tokens />}
    </>
  )
}
