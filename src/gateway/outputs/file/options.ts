import type { Clock } from '../../../clock/index.ts'
import type { FinishedFile, HashedFile } from '../../hashing/index.ts'
import type { CommonStart } from './common-start.ts'
import type { DiskLimits, DiskSpace } from './disk-guard.ts'
import type { FileFormat } from './formats.ts'
import type { OpenNewFile } from './recording-file.ts'
import type { SplitLimits } from './split-rule.ts'

export interface FileOutputOptions {
  readonly outputId: string
  /** What people call it: "Recording". */
  readonly name: string
  /** Absolute path of the first file; its folder exists, the file does not. */
  readonly path: string
  readonly format: FileFormat
  /** Files of this recording that an earlier process wrote: it goes on in the next part. */
  readonly before?: readonly string[]
  /** When the next file begins; default: only when it has to. */
  readonly split?: SplitLimits
  /** Its time 0, where it is not its first frame; `feed` tells the feeds apart that have it in common. */
  readonly commonStart?: { readonly start: CommonStart; readonly feed: string }
  /** For AVI and WAV: the program. Default: `ffmpeg` on the PATH. */
  readonly ffmpeg?: string
  readonly clock: Clock
  /** Told of each file when it is closed; gives its hash, whenever that is there. */
  readonly hash?: (file: FinishedFile) => Promise<HashedFile | null>
  /** How much may wait for a slow disk before whole groups of pictures are dropped, bytes. Default 64 MiB. */
  readonly queueBytes?: number
  /** How long closing may wait for the disk, ms. Default 15,000. */
  readonly closeMs?: number
  /** How much room it leaves on the disk. */
  readonly disk?: DiskLimits
  /** What the disk says of its room; for tests that need one that gets full. */
  readonly space?: (folder: string) => Promise<DiskSpace>
  /** The file system; for tests that need one that fails. */
  readonly openFile?: OpenNewFile
}
