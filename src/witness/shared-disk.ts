import { readFile, realpath, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode, WitnessError } from './errors.ts'

/** `f_type` of Linux's file systems that other machines share (statfs(2), linux/magic.h). */
const sharedTypes = new Map<number, string>([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB (CIFS)'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB (smbfs)'],
  [0x01021997, '9P (a host, or WSL)'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x19830326, 'BeeGFS'],
  [0x786f4256, "a folder of VirtualBox's host"],
  [0xbacbacbc, "a folder of VMware's host"],
])
const fuse = 0x65735546
/** What FUSE file systems call themselves (`fuse.NAME`) that are on other machines. FUSE is used for local disks too. */
const sharedFuse =
  /^(?:virtiofs|fuse\.(?:sshfs|rclone|glusterfs|ceph(?:-fuse)?|s3fs|s3ql|gcsfuse|goofys|geesefs|mountpoint-s3|blobfuse2?|juicefs|seaweedfs|davfs2?|curlftpfs|smbnetfs|smb3?|nfs|gvfsd-fuse|onedriver|google-drive-ocamlfuse|dislocker-net|vmhgfs-fuse|prl_fsd|grpcfuse|osxfs|fakeowner|moosefs|mfs|lizardfs|orangefs|ipfs|keybase|beegfs))$/

/** What is known of where a path is. */
export interface PathFacts {
  /** The real path, links followed. */
  readonly path: string
  readonly platform: NodeJS.Platform
  /** Linux's `f_type`; null elsewhere. */
  readonly fsType: number | null
  /** Linux's /proc/self/mountinfo; empty elsewhere. */
  readonly mounts: string
}

/** What other machines share this path by; null when nothing says so. */
export function sharedBy({ path, platform, fsType, mounts }: PathFacts): string | null {
  if (platform === 'win32') {
    const server = /^[\\/]{2}(?:\?[\\/]UNC[\\/])?([^\\/?.][^\\/]*)[\\/]/i.exec(path)?.[1]
    return server === undefined ? null : `a network share of ${server}`
  }
  if (fsType === null) return null
  const type = sharedTypes.get(fsType)
  if (type !== undefined) return type
  if (fsType !== fuse) return null
  const mounted = mountOf(path, mounts)
  return mounted !== null && sharedFuse.test(mounted) ? mounted : null
}

/** The type of the file system that is mounted where the path is, as Linux's mountinfo has it. */
function mountOf(path: string, mounts: string): string | null {
  let found: string | null = null
  let depth = -1
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const point = unescaped(before.split(' ')[4] ?? '')
    const isAbove = point === '/' || path === point || path.startsWith(`${point}/`)
    // Of two at one point the later one hides the other.
    if (!isAbove || point === '' || point.length < depth) continue
    depth = point.length
    found = after.split(' ')[0] ?? null
  }
  return found
}

/** Blanks and the like are octal there. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

/**
 * Refuses a folder that other machines share: their locks and ours need not exclude each other, and a log that two write
 * would be forked. What cannot be found out is let pass.
 *
 * @throws {WitnessError} `shared_folder`
 */
export async function refuseSharedFolder(folder: string): Promise<void> {
  const by = sharedBy(await factsOf(folder))
  if (by === null) return
  throw new WitnessError(
    'shared_folder',
    `The show log cannot be kept in ${folder}: it is on ${by}, where another machine could write to it at the same time. Choose a folder on a disk of this machine (--data, or VMIXCTL_DATA).`,
  )
}

async function factsOf(folder: string): Promise<PathFacts> {
  const { platform } = process
  const path = await existing(folder)
  const isLinux = platform === 'linux'
  const fsType = isLinux
    ? await statfs(path).then(
        ({ type }) => type % 2 ** 32,
        () => null,
      )
    : null
  const mounts = fsType === fuse ? await readFile('/proc/self/mountinfo', 'utf8').catch(() => '') : ''
  return { path, platform, fsType, mounts }
}

/** The real path of the folder, or of the first one above it that is there. */
async function existing(folder: string): Promise<string> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      return await realpath(path)
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || dirname(path) === path) return folder
    }
  }
}
