/** First number of a version text: 29 of `29.0.0.49`; 0 where there is none. */
export function majorVersion(version: string): number {
  const major = /^\s*(\d{1,4})/.exec(version)?.[1]
  return major === undefined ? 0 : Number(major)
}

/**
 * How many streams a version has: 3 through v27, 5 from v28 (vendor's function lists; sure). Their numbers in the API
 * begin at 0. A version that cannot be read counts as the fewest, 3.
 *
 * @param version version text as in the state document, or its major number
 * @example channelCount('27.0.0.81') // 3
 * @example channelCount(28) // 5
 */
export function channelCount(version: string | number): number {
  const major = typeof version === 'number' ? version : majorVersion(version)
  return major >= 28 ? 5 : 3
}
