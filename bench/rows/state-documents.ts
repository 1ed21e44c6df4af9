import { SaxesParser } from 'saxes'
import { parseState } from '../../src/vmix/index.ts'
import { indentedDocument, largeDocument } from '../documents.ts'
import { NO_PEERS, peersInstalled, timelineStateResolverParser } from '../peers.ts'
import { atLeast, type Goal, type Measure, type Row } from '../row.ts'
import { contest, runsPerSecond, type Contestant } from '../rounds.ts'

const OURS = 'ours'
const PEER = 'timeline-state-resolver'
const BARE = 'saxes'

const layouts = [
  ['one line', largeDocument],
  ['indented', indentedDocument],
] as const

/** Understanding state documents that are already here. */
export const stateDocuments: Row = {
  name: 'state-documents',
  title: `State documents of ${Math.round(largeDocument.length / 1000)} KB`,
  async run(options) {
    const peers = peersInstalled()
    const measures: Measure[] = []
    const goals: Goal[] = []
    const commands = new Set<string>()
    for (const [layout, xml] of layouts) {
      const contestants = [ours(xml), ...(peers ? [peer(xml)] : []), bareSaxes(xml)]
      for (const { name, command } of contestants) commands.add(`${name}: ${command}`)
      const result = await contest(contestants, 'documents/s', options)
      measures.push(...result.measures.map((measure) => ({ ...measure, what: `${measure.what}, ${layout}` })))
      if (peers) goals.push(atLeast(`ours / ${PEER}, ${layout}`, result.ratio(OURS, PEER), 4))
      goals.push(atLeast(`ours / ${BARE}, ${layout}`, result.ratio(OURS, BARE), 0.6))
    }
    return { commands: [...commands], measures, goals, skipped: peers ? [] : [NO_PEERS] }
  },
}

function parsing(name: string, command: string, work: () => unknown): Contestant {
  return { name, command, turn: async (ms) => runsPerSecond(work, ms) }
}

function ours(xml: string): Contestant {
  return parsing(OURS, 'parseState(xml)', () => parseState(xml))
}

function peer(xml: string): Contestant {
  const parser = timelineStateResolverParser()
  return parsing(PEER, 'new VMixXmlStateParser().parseVMixState(xml)', () => parser.parseVMixState(xml))
}

function bareSaxes(xml: string): Contestant {
  return parsing(BARE, 'new SaxesParser().write(xml).close(), with handlers that only count', () => bare(xml))
}

function bare(xml: string): number {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let events = 0
  parser.on('opentag', () => events++)
  parser.on('text', () => events++)
  parser.on('closetag', () => events++)
  parser.write(xml).close()
  return events
}
