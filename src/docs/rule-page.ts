import {type Documented, languageOf, shownExample} from './documented.js'
import {generatedFrom, markdownCode, markdownSpan, markdownTable} from './markdown.js'
import {optionRows, schemaOf} from './options.js'

/** The page of a rule in docs/rules: what `mesh explain` says, with links. */
export function rulePage(rule: Documented): string {
  const {
    id,
    summary,
    severity,
    security,
    why,
    fix,
    examples,
    options,
    configurable,
    catalogueName,
    defersTo = [],
  } = rule
  const rows = options ? optionRows(schemaOf(options)) : []
  const codes = (texts: readonly string[]) =>
    texts.map(text => markdownCode(languageOf(rule, text), shownExample(text)))
  return `${[
    generatedFrom(`the rule's own file`),
    `# ${id}`,
    `${summary}.`,
    `Severity: **${severity}**${security === undefined ? '' : ` · about security, grade **${security}**`}${catalogueName === undefined ? '' : ` · in the catalogue of the standard: \`${catalogueName}\``}`,
    ...(defersTo.length === 0
      ? []
      : [
          `Silent about what ${defersTo.map(id => `\`${id}\``).join(', ')} ${defersTo.length > 1 ? 'tell' : 'tells'} of already.`,
        ]),
    '## Why',
    why,
    '## How to fix it',
    fix,
    ...(rows.length === 0
      ? []
      : [
          '## Options',
          markdownTable(
            ['option', 'type', 'default', 'meaning'],
            rows.map(row => [markdownSpan(row.name), row.type, markdownSpan(row.standard), row.meaning]),
          ),
        ]),
    ...(examples === undefined
      ? []
      : [
          '## Rejected',
          'A comment with `^` says what is reported about the line above it.',
          ...codes(examples.invalid),
          '## Accepted',
          ...codes(examples.valid),
        ]),
    ...(configurable
      ? [
          '## Configure',
          'In `mesh.yaml` (see [the configuration guide](../../guide/configuration.md)):',
          markdownCode('yaml', configuration(rule)),
        ]
      : []),
  ].join('\n\n')}\n`
}

/** How to set the rule in mesh.yaml, with its options at their defaults. */
export function configuration({id, severity, options}: Documented): string {
  const other = severity === 'warning' ? 'error' : 'warning'
  const rows = options ? optionRows(schemaOf(options)) : []
  const value =
    rows.length === 0 ? other : `[${severity}, {${rows.map(row => `${row.name}: ${row.standard}`).join(', ')}}]`
  return `lint:\n  rules:\n    ${id}: ${value}`
}
