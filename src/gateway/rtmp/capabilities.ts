import type { AmfObject } from '../codec/index.ts'

/** `FourCcInfoMask.CanForward` of enhanced RTMP 2. */
const CAN_FORWARD = 4

/**
 * What a server that passes everything on says of itself in its answer to `connect`. No extended capability (`capsEx`):
 * what it stands for (more than one track, modifiers) would have to be understood by every destination too.
 */
export const serverCapabilities: AmfObject = {
  fourCcList: ['*'],
  videoFourCcInfoMap: { '*': CAN_FORWARD },
  audioFourCcInfoMap: { '*': CAN_FORWARD },
  capsEx: 0,
}

/** What a publisher may send beside H.264 and AAC: as OBS says it, which every server knows by now. */
export const publisherCapabilities: AmfObject = { fourCcList: ['av01', 'hvc1', 'vp09'] }
