import type { Clock } from '../clock/index.ts'
import type { Secret } from '../secrets/index.ts'
import type { ProxyRule } from './call/rules.ts'

/**
 * The vMix behind, the addresses in front, who may do what, and where the log is.
 *
 * @example { vmixHost: '192.168.1.20', listen: '0.0.0.0', lock: true, allowStop: ['192.168.1.10'] }
 */
export interface ProxyOptions {
  /** vMix's machine. */
  readonly vmixHost: string
  /** Port of its Web Controller; 8088 unless given. */
  readonly vmixHttpPort?: number | undefined
  /** Port of its TCP API; 8099 unless given. */
  readonly vmixTcpPort?: number | undefined
  /** For a Web Controller with a password. Without it the clients' own go on to vMix. */
  readonly username?: string | undefined
  readonly password?: Secret | undefined
  /** The address that clients come to; 127.0.0.1 unless given, which is this machine alone. */
  readonly listen?: string | undefined
  /** 8088 unless given; 0: any free one. */
  readonly httpPort?: number | undefined
  /** 8099 unless given; 0: any free one. */
  readonly tcpPort?: number | undefined
  /** Asked for on HTTP (Basic, any user name), even where vMix has none. TCP knows no passwords. */
  readonly frontPassword?: Secret | undefined
  /** Who may call what; the first that fits decides. Without any everybody may call everything. */
  readonly rules?: readonly ProxyRule[] | undefined
  /** Show lock: nobody stops all streams at once, and only `allowStop` stops anything. What scripts and presets do in vMix it does not see. */
  readonly lock?: boolean | undefined
  /** Addresses and networks that may stop while the show is locked. */
  readonly allowStop?: readonly string[] | undefined
  /** Starts are refused while the log fails; else they go through, and the page says that nothing is recorded. */
  readonly strict?: boolean | undefined
  /** Name of this vMix's log; made of host and port unless given. */
  readonly instance?: string | undefined
  /** Folder of the log; `VMIXCTL_DATA`, else the system's place for application data. */
  readonly dataFolder?: string | undefined
  /** The state is read of vMix at most once in so long, however many clients ask, ms; 100 unless given. */
  readonly maxAgeMs?: number | undefined
  /** Calls of one client on one control within so long become one entry of the log, ms; 1000 unless given. */
  readonly burstMs?: number | undefined
  /** So many entries may wait for the disk; 5000 unless given. */
  readonly maxWaiting?: number | undefined
  /** So long a start waits for its intent to be on disk, ms; 1500 unless given. */
  readonly intentMs?: number | undefined
  /** For an answer of vMix's, ms; 10,000 unless given. */
  readonly answerMs?: number | undefined
  /** Whether what is switched in vMix itself is watched and recorded, too; true unless given. */
  readonly observe?: boolean | undefined
  readonly clock?: Clock | undefined
}
