import { configJsonSchema, configTemplate, type JsonSchema } from '../../src/server/index.ts'

const head = `# Configuration

The file of \`vmixctl serve\`, \`vmixctl.yaml\` unless \`--config\` names another. This page and [config.schema.json](config.schema.json), for your
editor, are made from the schema by which the file is checked.

\`vmixctl config init\` writes a file to begin with and never overwrites one; \`vmixctl config check\` says what is wrong by line and
column, with what to write instead, and connects nothing. The server reads the file again on SIGHUP: see
[server](server.md#another-configuration-during-a-show).

- A secret never stands in the file: \`env:NAME\` is a variable of the server's environment, \`file:PATH\` a file with the secret on its
  only line. Anything else is refused, and not repeated.
- Relative paths begin at the file's folder.
- YAML 1.2, UTF-8, one document of at most 256 KiB; anchors and tags are refused. An unknown setting is an error.
- For editors that know YAML schemas: begin the file with \`# yaml-language-server: $schema=config.schema.json\`, and that file beside it.

## To begin with
\`\`\`yaml
${configTemplate.trimEnd()}
\`\`\`

## Every setting
\`[]\` is each entry of a list, \`<name>\` a name of your own. In bold what must be there.
`

/** docs/configuration.md */
export function configurationReference(): string {
  const rows = rowsOf(configJsonSchema(), '')
  return [head, '| setting | what it takes | |', '|---|---|---|', ...rows, ''].join('\n')
}

/** docs/config.schema.json */
export function publishedSchema(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`
}

function rowsOf(schema: JsonSchema, path: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field !== 'object') return []
    const here = path === '' ? name : `${path}.${name}`
    const shown = schema.required?.includes(name) === true ? `**\`${here}\`**` : `\`${here}\``
    return [`| ${shown} | ${takes(field)} | ${cell(field.description ?? '')} |`, ...below(field, here)]
  })
}

/** What stands within it. Of several forms, those of each. */
function below(field: JsonSchema, path: string): readonly string[] {
  const { items, additionalProperties, anyOf = [], oneOf = [] } = field
  const named =
    typeof additionalProperties === 'object' ? below(withoutText(additionalProperties), `${path}.<name>`) : []
  const each = typeof items === 'object' && !Array.isArray(items) ? rowsOf(items, `${path}[]`) : []
  const forms = [...anyOf, ...oneOf].filter((form) => typeof form === 'object')
  return [
    ...(field.properties === undefined ? [] : rowsOf(field, path)),
    ...each,
    ...named,
    ...forms.flatMap((form) => formRows(form, path)),
  ]
}

function withoutText(schema: JsonSchema): JsonSchema {
  const { description: _, ...rest } = schema
  return rest
}

/** A form that is known by a field (\`type: slack\`) is named by it. */
function formRows(form: JsonSchema, path: string): readonly string[] {
  const type = form.properties?.['type']
  const values = typeof type === 'object' ? (type.enum ?? (type.const === undefined ? [] : [type.const])) : []
  const called =
    values.length === 0
      ? []
      : [
          `| \`${path}\` of type ${values.map((value) => `\`${String(value)}\``).join(', ')} | | ${cell(form.description ?? '')} |`,
        ]
  return [...called, ...rowsOf(form, path)]
}

function takes(field: JsonSchema): string {
  const values = field.enum ?? (field.const === undefined ? [] : [field.const])
  const kind = values.length > 0 ? values.map((value) => `\`${String(value)}\``).join(', ') : kindOf(field)
  const usual =
    field.default === undefined || field.properties !== undefined
      ? ''
      : `; \`${JSON.stringify(field.default).replaceAll('"', '')}\``
  return `${kind}${usual}`
}

function kindOf({ type, minimum, maximum, anyOf, oneOf, not }: JsonSchema): string {
  if (not !== undefined) return 'nothing'
  const forms = anyOf ?? oneOf
  if (forms !== undefined) {
    const kinds = forms.map((form) => (typeof form === 'object' ? takes(form) : ''))
    return [...new Set(kinds)].join(' or ')
  }
  switch (type) {
    case 'integer':
      return `whole number, ${minimum ?? '…'} to ${maximum ?? '…'}`
    case 'boolean':
      return '`true`, `false`'
    case 'array':
      return 'list'
    case 'object':
      return 'settings'
    default:
      return 'text'
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
