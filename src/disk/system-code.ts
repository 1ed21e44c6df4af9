/** The file system's word for what failed (`ENOENT`, `ENOSPC`); null: this is no error of the system. */
export function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
