import { defineConfig, type OxlintOverride } from 'oxlint'

/**
 * The map's layers: a folder under `src/` and the folders that it may import, always through their `index.ts`.
 * Whoever adds an arrow adds it here, and says why in the commit.
 */
const layers: Record<string, readonly string[]> = {
  clock: [],
  // Small files that are written whole: five layers had a writer of their own.
  disk: ['clock'],
  secrets: ['clock'],
  destinations: ['clock', 'secrets'],
  vmix: ['clock', 'secrets', 'destinations'],
  health: ['clock', 'destinations'],
  witness: ['clock', 'secrets'],
  gateway: ['clock', 'disk', 'secrets', 'destinations', 'health'],
  simulator: ['clock', 'secrets', 'vmix', 'gateway'],
  controller: ['clock', 'disk', 'secrets', 'destinations', 'vmix', 'health', 'witness', 'gateway'],
  proxy: ['clock', 'secrets', 'vmix', 'witness', 'controller'],
  // Who is told: rules and their delivery. What is to be told comes in as conditions, so that it needs no show to be tested.
  alerts: ['clock', 'disk', 'secrets'],
  // Receivers here instead of the platforms; what it is given to a start as is the controller's own contract.
  rehearsal: ['clock', 'secrets', 'destinations', 'gateway'],
  preflight: ['clock', 'secrets', 'destinations', 'vmix', 'witness', 'gateway', 'controller'],
  server: [
    'clock',
    'disk',
    'secrets',
    'destinations',
    'vmix',
    'health',
    'witness',
    'gateway',
    'controller',
    'alerts',
    'rehearsal',
    'preflight',
  ],
  cli: [
    'clock',
    'secrets',
    'destinations',
    'vmix',
    'health',
    'witness',
    'gateway',
    'controller',
    'simulator',
    'proxy',
    'rehearsal',
    'preflight',
    'server',
  ],
}
const folders = Object.keys(layers)

/** The engine's patterns know no look-ahead: what a path may begin with when it is not `index.ts`. */
const notIndex = '(?:[^i]|i[^n]|in[^d]|ind[^e]|inde[^x]|index[^.])'

function layerRule(folder: string): OxlintOverride {
  const allowed = layers[folder] ?? []
  const others = folders.filter((other) => other !== folder)
  const forbidden = others.filter((other) => !allowed.includes(other))
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...forbidden.map((other) => ({
              regex: `^(?:\\.\\./)+${other}/`,
              message: `Layers: src/${folder} may import only ${allowed.join(', ') || 'nothing'}.`,
            })),
            {
              regex: `^(?:\\.\\./)+(?:${others.join('|')})/${notIndex}`,
              message: "Another folder's face is its index.ts.",
            },
          ],
        },
      ],
    },
  }
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['dist/**', 'bench/node_modules/**'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-unsafe-type-assertion': 'error',
    'import/no-cycle': 'error',
    'no-await-in-loop': 'off',
    'import/no-unassigned-import': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'promise/always-return': 'off',
    'promise/no-multiple-resolved': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'vitest/no-conditional-tests': 'off',
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...folders.map(layerRule),
    {
      // The page is another program: it shares what is shown with the server, and no code.
      files: ['dashboard/**/*.ts', 'dashboard/**/*.tsx'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: '^(?:\\.\\./)+src/(?:[^s]|s[^e]|server/[^v])',
                message: 'The page imports types from src/server/view/index.ts, and nothing else from src.',
              },
              {
                regex: '^(?:\\.\\./)+src/',
                allowTypeImports: true,
                message: "Types alone: write 'import type'.",
              },
            ],
          },
        ],
      },
    },
    {
      files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts'],
      rules: { 'typescript/no-unsafe-type-assertion': 'off', 'typescript/unbound-method': 'off' },
    },
  ],
})
