/** Publishes the simulator's clip from a process of its own: `URL= KEY= node sender-process.ts`, until it is ended. */
import { systemClock } from '../../src/clock/index.ts'
import { Secret } from '../../src/secrets/index.ts'
import { noFaults, startSender } from '../../src/simulator/media/index.ts'

startSender({
  url: process.env['URL'] ?? '',
  key: new Secret(process.env['KEY'] ?? ''),
  clock: systemClock,
  faults: () => noFaults,
  onEnded: () => process.exit(1),
})
