import { FUNCTIONS, majorVersion } from '../../vmix/index.ts'
import type { ExamineWords, VMixFinding } from './finding.ts'

/** What shows depend on, and the function that stands for it; the rest of each family is as old. */
const important: readonly (readonly [name: string, what: string])[] = [
  ['StreamingSetKey', 'setting URL and key of a stream'],
  ['StartSRTOutput', 'switching SRT outputs'],
  ['SetLayer', 'layers by number'],
  ['SetDynamicValue1', 'dynamic values'],
  ['SetColor', 'colours of titles'],
  ['SetCrop', 'cropping'],
  ['SetLayer1Crop', 'position and crop of layers'],
  ['SoloPFL', 'PFL'],
  ['SetMasterVolumeFade', 'fading master and buses'],
  ['VideoCallConnect', 'connecting calls'],
  ['OverlayInput5In', 'overlays 5 to 8'],
  ['Stinger5', 'stingers 5 to 8'],
  ['ReplayToggleQuadMode', 'quad replay'],
  ['OMTSelectSourceByName', 'OMT sources'],
]

/** The newest version that any function of the catalogue is known to need. */
const newest = FUNCTIONS.reduce((major, { since }) => Math.max(major, since ?? 0), 0)

/** Which functions of the catalogue a version lacks, by the lists that the catalogue is made of; nobody has tried them all. */
export function examineFunctions(version: string, words: ExamineWords): VMixFinding {
  const finding = { check: 'functions', about: 'Functions' } as const
  const major = majorVersion(version)
  const missing = FUNCTIONS.filter(({ since }) => since !== null && since > major).map(({ name }) => name)
  const open = FUNCTIONS.filter(({ since }) => since === null).length
  const facts = { known: FUNCTIONS.length, missing, unknown: open }
  if (major === 0) {
    const message = 'vMix does not say which version it is, so which functions it lacks is not known.'
    return { ...finding, state: 'unknown', message, action: null, facts: { ...facts, missing: [] } }
  }
  if (major > newest) {
    const message = `vMix ${major} is newer than the list of functions (${newest}): what is new in it is not checked before it is sent.`
    return { ...finding, state: 'unknown', message, action: words.newerVersion, facts }
  }
  const undated = `of ${open} it is not known since when they exist`
  if (missing.length === 0) {
    const message = `none of the ${FUNCTIONS.length} known is missing in vMix ${major}; ${undated}.`
    return { ...finding, state: 'ok', message, action: null, facts }
  }
  const without = important.filter(([name]) => missing.includes(name)).map(([name, what]) => `${what} (${name})`)
  const among = without.length === 0 ? '' : `, among them ${without.join(', ')}`
  const message = `vMix ${major} lacks ${missing.length} of ${FUNCTIONS.length}${among}; ${undated}.`
  return { ...finding, state: 'ok', message, action: words.missingFunctions, facts }
}
