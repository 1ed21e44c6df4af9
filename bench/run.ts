/**
 * `npm run bench -- [--rows NAME,…] [--seconds N] [--rounds N] [--outputs N,…] [--settle N] [--json]`: ours beside others,
 * in the same run and in turns. `--settle`: how long a relay runs before it is measured, seconds. The exit code says whether it ran, not whether the goals were met.
 */
import { parseArgs } from 'node:util'
import { installPeers } from './peers.ts'
import { machine, table, type Finished } from './report.ts'
import type { BenchOptions } from './row.ts'
import { rows } from './rows.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    outputs: { type: 'string', default: '1,10,50' },
    settle: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  },
})

const wanted = values.rows?.split(',')
const chosen = rows.filter(({ name }) => wanted?.includes(name) ?? true)
if (chosen.length === 0) {
  console.error(`No such row. There are: ${rows.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
const rounds = Math.max(1, Number(values.rounds))
const turnMs = Math.max(50, Number(values.seconds) * 1000)
const options: BenchOptions = {
  rounds,
  turnMs,
  relay: {
    rounds: Math.min(rounds, 3),
    turnMs: 3 * turnMs,
    settleMs: 1000 * Number(values.settle),
    outputs: values.outputs.split(',').map(Number),
  },
}
const say = (line: string) => console.error(line)

installPeers(say)
const started = new Date().toISOString()
if (!values.json) console.log(`${machine()}, ${started}`)
const finished: Finished[] = []
for (const row of chosen) {
  const result = await row.run(options, say)
  finished.push({ row, result })
  if (!values.json) console.log(table({ row, result }))
}
if (values.json) {
  const report = finished.map(({ row, result }) => ({ name: row.name, title: row.title, ...result }))
  console.log(JSON.stringify({ started, machine: machine(), options, rows: report }, null, 2))
}
