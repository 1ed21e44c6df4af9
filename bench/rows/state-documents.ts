import { SaxesParser } from 'saxes'
import { parseState } from '../../src/vmix/index.ts'
import { largeDocument } from '../documents.ts'
import { NO_PEERS, peersInstalled, timelineStateResolverParser } from '../peers.ts'
import { atLeast, type Row } from '../row.ts'
import { contest, runsPerSecond } from '../rounds.ts'

const OURS = 'ours'
const PEER = 'timeline-state-resolver'
const BARE = 'saxes'

/** Understanding state documents that are already here. */
export const stateDocuments: Row = {
  name: 'state-documents',
  title: `State documents of ${Math.round(largeDocument.length / 1024)} KB`,
  async run(options) {
    const peers = peersInstalled()
    const contestants = [
      { name: OURS, command: 'parseState(xml)', work: () => parseState(largeDocument) },
      ...(peers ? [peer()] : []),
      {
        name: BARE,
        command: 'new SaxesParser().write(xml).close(), with handlers that only count',
        work: () => bare(largeDocument),
      },
    ].map(({ work, ...rest }) => ({ ...rest, turn: async (ms: number) => runsPerSecond(work, ms) }))
    const result = await contest(contestants, 'documents/s', options)
    return {
      commands: contestants.map(({ name, command }) => `${name}: ${command}`),
      measures: result.measures,
      goals: [
        ...(peers ? [atLeast(`ours / ${PEER}`, result.ratio(OURS, PEER), 4)] : []),
        atLeast(`ours / ${BARE}`, result.ratio(OURS, BARE), 0.6),
      ],
      skipped: peers ? [] : [NO_PEERS],
    }
  },
}

function peer() {
  const parser = timelineStateResolverParser()
  const command = 'new VMixXmlStateParser().parseVMixState(xml)'
  return { name: PEER, command, work: () => parser.parseVMixState(largeDocument) }
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
