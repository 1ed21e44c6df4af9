import type { Command } from 'commander'
import { connectionOf, withConnection } from './connection.ts'
import type { Finding } from './doctor/finding.ts'
import { withExamples } from './help-examples.ts'
import { port } from './number-arguments.ts'
import { ends } from './outcome.ts'
import { hanging, wrapped } from './paragraph.ts'
import { terminal } from './terminal.ts'

export function addDoctor(parent: Command): void {
  const command = parent
    .command('doctor')
    .description('look at everything that a show needs, change nothing, and say what to do')
    .option('--tcp-port <PORT>', 'port of its TCP API', port, 8099)
    .action(ends(doctor))
  withConnection(command)
  withExamples(command, [
    ['doctor', 'is vMix there, is it vMix, is it the right port?'],
    ['doctor --host 192.168.1.20', 'a vMix on another machine'],
    ['doctor --json', 'the same for programs'],
  ])
  command.addHelpText(
    'after',
    '\n"? open" marks what cannot be told from here, and is not guessed.\nExit codes: 0 nothing in the way, 1 something is, 3 vMix cannot be reached.',
  )
}

async function doctor({ tcpPort }: { readonly tcpPort: number }, command: Command): Promise<number> {
  const connection = await connectionOf(command)
  const { examine } = await import('./doctor/examine.ts')
  const findings: Finding[] = []
  for await (const finding of examine(connection, tcpPort)) {
    findings.push(finding)
    if (!connection.json) for (const line of findingLines(finding)) terminal.say(line)
  }
  const failed = findings.filter(({ state }) => state === 'fail')
  const reachable = findings.every(({ check, state }) => check !== 'vmix' || state !== 'fail')
  const exitCode = failed.length === 0 ? 0 : reachable ? 1 : 3
  if (connection.json) terminal.json({ success: exitCode === 0, findings })
  else {
    const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length
    terminal.say(`\n${summary(failed.length, count('warn'), count('unknown'))}`)
  }
  return exitCode
}

const indent = ' '.repeat(21)
const marks = {
  ok: ['green', '✓ ok  '],
  warn: ['yellow', '! warn'],
  fail: ['red', '✗ fail'],
  unknown: ['cyan', '? open'],
} as const

function findingLines({ state, about, message, action }: Finding): readonly string[] {
  const [colour, mark] = marks[state]
  const width = terminal.width - indent.length
  const [first = '', ...more] = wrapped(message, width)
  return [
    `${terminal.paint(colour, mark)}  ${terminal.paint('bold', about.padEnd(12))} ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(action === null ? [] : hanging(terminal.paint('dim', '→'), action, width).map((line) => `${indent}${line}`)),
  ]
}

function summary(failed: number, warned: number, open: number): string {
  if (failed > 0) return terminal.paint('red', `${failed === 1 ? 'One thing is' : `${failed} things are`} in the way.`)
  if (warned > 0)
    return terminal.paint('yellow', `Nothing is in the way; see the ${warned === 1 ? 'warning' : 'warnings'} above.`)
  if (open > 0)
    return terminal.paint('cyan', `Nothing is in the way; what is marked "? open" cannot be told from here.`)
  return terminal.paint('green', 'All is well.')
}
