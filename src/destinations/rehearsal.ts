/**
 * Where a rehearsal is sent instead of its destination: a receiver on this machine. The address says what it is, so that
 * whoever reads it later (status, page, log) sees a rehearsal without being told.
 *
 * @param port of the receiver, 1 to 65535
 * @example rehearsalUrl(49200) // 'rtmp://127.0.0.1:49200/rehearsal'
 */
export function rehearsalUrl(port: number): string {
  return `rtmp://127.0.0.1:${port}/rehearsal`
}

/** Whether an address is one of {@link rehearsalUrl}: what is sent there leaves this machine on no account. */
export function isRehearsalUrl(url: string): boolean {
  return /^rtmp:\/\/127\.0\.0\.1:\d{1,5}\/rehearsal\/?$/.test(url)
}
