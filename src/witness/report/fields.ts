import type { JsonObject, JsonValue } from '../entry.ts'

/** Readers for what an event may or may not hold: a log may have been written by anybody. */
export function textOf(value: JsonObject | null | undefined, name: string): string | null {
  const member = value?.[name]
  return typeof member === 'string' && member !== '' ? member : null
}

export function numberOf(value: JsonObject | null | undefined, name: string): number | null {
  const member = value?.[name]
  return typeof member === 'number' ? member : null
}

export function flagOf(value: JsonObject | null | undefined, name: string): boolean | null {
  const member = value?.[name]
  return typeof member === 'boolean' ? member : null
}

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return isObject(value) ? value : null
}

export function textsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string')
}

export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject)
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
