import { box } from './boxes.ts'

/**
 * Of one family: ISO base media (ISO/IEC 14496-12 and -14), and QuickTime, from which it came (Apple, QuickTime File
 * Format Specification). The boxes are the same but for the brand, the handlers and how sound is described.
 */
export type MovieBrand = 'MP4' | 'M4A' | 'MOV'

export const fileTypes: Readonly<Record<MovieBrand, Buffer>> = {
  MP4: box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41iso6', 'latin1')),
  M4A: box('ftyp', Buffer.from('M4A \0\0\x02\0M4A isomiso2mp41iso6', 'latin1')),
  // QuickTime's version is written as a date: 2005-03-00, as everybody's does.
  MOV: box('ftyp', Buffer.from('qt  \x20\x05\x03\x00qt  ', 'latin1')),
}
