/**
 * A finite number as CPython's `repr(float)` prints it: the shortest digits that read back the same (as JavaScript's),
 * but always with a point or an exponent, and an exponent of two digits from 1e16 and below 1e-4.
 *
 * @example pythonFloat(26) // '26.0'
 * @example pythonFloat(0.00001) // '1e-05'
 */
export function pythonFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const text = value.toExponential()
  const mark = text.indexOf('e')
  const mantissa = text.slice(0, mark)
  const exponent = Number(text.slice(mark + 1))
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`
  }
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/**
 * A finite JavaScript number in Python's layout. JavaScript has one kind of number, Python two: a whole number that is
 * exact (up to 2^53 − 1) is written as Python's int, everything else, -0 included, as its float.
 */
export function pythonNumber(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : pythonFloat(value)
}
