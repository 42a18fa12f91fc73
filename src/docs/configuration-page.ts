import {configSchema} from '../config/schema.js'
import {generatedFrom, markdownCode, markdownSpan, markdownTable} from './markdown.js'
import {optionRows, schemaOf} from './options.js'

/** A mesh.yaml with something in every section; a test reads it as mesh would. */
export const exampleConfiguration = `contracts:
  include: ['contracts/**/*.yaml']
  exclude: ['contracts/drafts/**']

lint:
  rules:
    openapi/too-many-requests: warning
    openapi/path-style: [error, {allow: [inventory]}]
  exemptPaths: [/health, /ready, /metrics, /login]

pact:
  provider: order-service
  start: npm start

loadtest:
  targets:
    staging:
      url: https://staging.example.com
      contract: contracts/openapi.yaml
      headers:
        Authorization: Bearer \${STAGING_TOKEN}
  thresholds: ['p95<50ms', 'errors<0.1%']
`

/** docs/guide/configuration.md: every key of mesh.yaml, from the declaration that checks it. */
export function configurationPage(): string {
  const schema = schemaOf(configSchema)
  return `${[
    generatedFrom('src/config/schema.ts'),
    '# Configuration',
    'Everything about mesh that a project decides is in one file, `mesh.yaml`, beside its `package.json`. Each key is optional; a key that mesh does not know is an error, with the key that was probably meant. `mesh` uses the nearest `mesh.yaml` above the working directory; `--config FILE` names another one. Paths and globs start at the folder of the file.',
    markdownCode('yaml', exampleConfiguration),
    'For completion and checks in an editor, name the schema in the first line of the file:',
    markdownCode('yaml', '# yaml-language-server: $schema=./node_modules/@mesh/cli/dist/mesh.schema.json'),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, section]) => [
      `## ${name}`,
      section.description ?? '',
      markdownTable(
        ['key', 'type', 'default', 'meaning'],
        optionRows(section, `${name}.`).map(row => [
          markdownSpan(row.name),
          row.type,
          markdownSpan(row.standard),
          row.meaning,
        ]),
      ),
    ]),
    '## Rules',
    'A rule is set by its id: a severity (`error`, `warning`, `info` or `off`), or a pair of severity and options. `mesh explain` lists the rules, `mesh explain <rule>` tells why a rule is there, what its options are and how to fix what it reports. Only errors fail a run.',
    '## Presets and shared settings',
    'Which rules run is said by `lint.extends`: `mesh:standard`, the default, is the standard with what is plainly broken; `mesh:recommended` is hygiene that goes beyond the standard; `mesh:minimal` is only what is plainly broken; `mesh:all` is every rule, with those that are off by default as warnings. Several may be named. A path names a file of the repository that holds `extends`, `rules` and `overrides` of its own, so that services can share them. What is said in `mesh.yaml` counts more than what it extends, `overrides` count more than `rules`, and `--rule`, `--only` and `--skip` count more than all of them.',
    markdownCode(
      'yaml',
      `lint:
  extends: [mesh:standard, mesh:recommended, ../lint.yaml]
  overrides:
    - files: ['contracts/partners/**']
      rules:
        shared/field-naming: off
  ignore: ['contracts/vendor/**']`,
    ),
    '## Rules of your own',
    'A rule of your own is a file whose folder is the kind of contract, or `shared`, and whose name is that of the rule: `mesh-rules/openapi/no-draft-paths.mjs` is `openapi/no-draft-paths`. `mesh new rule openapi/no-draft-paths` writes one that works. `lint.customRules` names the files; they are run as code, and only from the folder of `mesh.yaml`. TypeScript needs Node 22.18 or newer. Severity, options (`options` is a schema of zod), overrides, exemptions and the baseline work as for every other rule.',
    '## A project that was never linted',
    'Run `mesh lint contracts --write-baseline` once and commit `mesh-baseline.json`: what it knows is not told again, wherever its lines move, and does not fail a run. The file never grows. Once something is mended, `--write-baseline` takes it out; what is new stays a finding. `--no-baseline` tells everything. In a pull request, `--since origin/main` tells what has to do with changed lines, `--since-scope files` what is in changed files. `--min-score 95` tells how many elements of the contracts (files, operations, types, fields) are without an error or a warning, the baseline included, and fails below.',
    '## Exempting one element',
    'An element of a contract that is right as it is says so itself, with the reason. The exemption counts for the element and everything below it; the rule is named by its id or by its name in the catalogue of the standard:',
    markdownCode(
      'yaml',
      `paths:
  /oauth/authorize:
    x-mesh-ignore:
      - rule: openapi/path-versioned
        reason: The path is fixed by RFC 6749.`,
    ),
  ].join('\n\n')}\n`
}
