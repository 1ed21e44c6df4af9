import { z } from 'zod'

/** The version that every message of this protocol carries. */
export const CONTROL_PROTOCOL = 1

export const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
export const text = z.string().max(4096)
