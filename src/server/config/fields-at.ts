import type { JsonSchema } from './schema.ts'

type Path = readonly PropertyKey[]

/** Which fields may stand at a place, by the schema; of several forms that may stand there those of all. */
export function fieldsAt(schema: JsonSchema, path: Path): readonly string[] {
  return [...new Set(schemasAt([schema], path).flatMap(namesIn))]
}

function schemasAt(schemas: readonly JsonSchema[], path: Path): readonly JsonSchema[] {
  const forms = schemas.flatMap((schema) => [schema, ...formsOf(schema)])
  const [step, ...rest] = path
  if (step === undefined) return forms
  return schemasAt(
    forms.flatMap((schema) => below(schema, step)),
    rest,
  )
}

function namesIn({ properties, propertyNames }: JsonSchema): readonly string[] {
  const named = typeof propertyNames === 'object' ? (propertyNames.enum ?? []) : []
  return [...Object.keys(properties ?? {}), ...named.map(String)]
}

function formsOf({ anyOf = [], oneOf = [] }: JsonSchema): readonly JsonSchema[] {
  return [...anyOf, ...oneOf].filter((form) => typeof form === 'object')
}

function below({ properties, items, additionalProperties }: JsonSchema, step: PropertyKey): readonly JsonSchema[] {
  const found = typeof step === 'number' ? items : (properties?.[String(step)] ?? additionalProperties)
  return typeof found === 'object' && !Array.isArray(found) ? [found] : []
}
