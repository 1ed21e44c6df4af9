import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configurationReference, publishedSchema } from './configuration-reference.ts'

const root = join(import.meta.dirname, '../..')
const docs = join(root, 'docs')

function formatted(path: string, text: string): string {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'format', `--stdin-file-path=${path}`]
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' })
}

it('docs/configuration.md and docs/config.schema.json are made from the schema, and up to date', async () => {
  await expect(configurationReference()).toMatchFileSnapshot(join(docs, 'configuration.md'))
  await expect(formatted('docs/config.schema.json', publishedSchema())).toMatchFileSnapshot(
    join(docs, 'config.schema.json'),
  )
})
