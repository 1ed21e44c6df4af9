import { type Functions, RefusedInput, valueOf } from './parameters.ts'

/** Longer than any name or value. */
const LONGEST = 10_000

/** What `Dynamic1` … `Dynamic4` stand for. They are kept as they are given, whether such an input is there or not. */
export const DYNAMIC: Functions = Object.fromEntries(
  [0, 1, 2, 3].flatMap((index): [string, Functions[string]][] =>
    (['inputs', 'values'] as const).map((kind): [string, Functions[string]] => [
      `SetDynamic${kind === 'inputs' ? 'Input' : 'Value'}${index + 1}`,
      (stage, parameters) => {
        const value = valueOf(stage, parameters)
        if (value.length > LONGEST) throw new RefusedInput('Value is too long')
        const dynamic = stage.show.dynamic
        if (dynamic !== null) dynamic[kind][index] = value
      },
    ]),
  ),
)
