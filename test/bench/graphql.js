// `mesh lint contracts` on a GraphQL schema of a megabyte, whole processes in turn with the least that any tool must do:
// start Node, load `graphql`, parse and build the schema. MESH_CORPUS names a folder that has `graphql/github.graphql`;
// without it a schema is made. MESH_GRAPHQL_ESLINT names a folder where eslint and @graphql-eslint/eslint-plugin are
// installed; it then lints the same schema with `schema-recommended`.
import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {inTurn} from './protobuf/process.js'

const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/** Prints seconds, memory and ratios, then what a megabyte costs in a small and a large schema. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  try {
    const file = join(folder, 'schema.graphql')
    const given = process.env.MESH_CORPUS && join(resolve(process.env.MESH_CORPUS), 'graphql/github.graphql')
    if (given && existsSync(given)) copyFileSync(given, file)
    else writeFileSync(file, schemaOf(2500))
    const found = await inTurn(programs(file, folder, print), folder)
    const size = `${(statSync(file).size / 1e6).toFixed(1)} MB`
    for (const [name, {seconds, megabytes}] of Object.entries(found)) {
      const ratios = ['floor', 'graphql-eslint']
        .filter(peer => found[peer] && peer !== name)
        .map(peer => `, ${(seconds / found[peer].seconds).toFixed(2)} of ${peer}`)
      print(`graphql  ${size}  ${name}: ${seconds.toFixed(2)} s, ${megabytes?.toFixed(0) ?? '?'} MB${ratios.join('')}`)
    }
    const [small, large] = [await costPerMegabyte(500, folder), await costPerMegabyte(10_000, folder)]
    print(
      `graphql  a megabyte costs ${small.toFixed(2)} s in a small schema, ${large.toFixed(2)} s in one 20 times as large`,
    )
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function programs(file, folder, print) {
  const all = join(folder, 'all.yaml')
  writeFileSync(all, 'lint: {extends: mesh:all}\n')
  const floor = join(folder, 'floor.mjs')
  const graphql = pathToFileURL(fileURLToPath(import.meta.resolve('graphql'))).href
  writeFileSync(
    floor,
    `import {readFileSync} from 'node:fs'
import {buildASTSchema, parse, validateSchema} from '${graphql}'
validateSchema(buildASTSchema(parse(readFileSync('${file}', 'utf8')), {assumeValidSDL: true}))
`,
  )
  const lint = [mesh, 'lint', 'contracts', file, '--format', 'json']
  const eslint = eslintProgram(file, folder, print)
  return {
    floor: [process.execPath, [floor]],
    mesh: [process.execPath, lint],
    'mesh, all rules': [process.execPath, [...lint, '--config', all]],
    ...(eslint && {'graphql-eslint': [process.execPath, [eslint]]}),
  }
}

/** A script that lints the file with graphql-eslint; it runs where that is installed, since it resolves its parts there. */
function eslintProgram(file, folder, print) {
  const {MESH_GRAPHQL_ESLINT: installed} = process.env
  if (!installed) {
    print('graphql  graphql-eslint: left out, MESH_GRAPHQL_ESLINT is not set')
    return undefined
  }
  const modules = join(resolve(installed), 'node_modules')
  const entry = name => {
    const {exports: exported, main} = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
    const root = exported?.['.']
    const path = root?.import?.default ?? root?.import ?? root?.default ?? root ?? main
    return pathToFileURL(join(modules, name, path)).href
  }
  const script = join(folder, 'eslint.mjs')
  writeFileSync(
    script,
    `import eslint from '${entry('eslint')}'
import * as plugin from '${entry('@graphql-eslint/eslint-plugin')}'
const {configs, parser, rules} = plugin.default ?? plugin
const linter = new eslint.ESLint({
  cwd: '${folder}',
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.graphql'],
      languageOptions: {parser, parserOptions: {graphQLConfig: {schema: '${file}'}}},
      plugins: {'@graphql-eslint': {rules}},
      rules: configs['flat/schema-recommended'].rules,
    },
  ],
})
await linter.lintFiles(['${file}'])
`,
  )
  return script
}

/** Seconds for a megabyte, without what the process takes to start. */
async function costPerMegabyte(types, folder) {
  const file = join(folder, 'sized.graphql')
  writeFileSync(file, schemaOf(types))
  const {start, lint} = await inTurn(
    {
      start: [process.execPath, [mesh, '--version']],
      lint: [process.execPath, [mesh, 'lint', 'contracts', file, '--format', 'json']],
    },
    folder,
  )
  return (lint.seconds - start.seconds) / (statSync(file).size / 1e6)
}

/** A schema in the style of large public ones: every type has connections, arguments and descriptions. */
function schemaOf(types) {
  const text = [
    'schema @meshLimits(maxDepth: 10, maxComplexity: 100) { query: Query }',
    'type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }',
    'type Query {',
    '  "Anything, by its id."\n  node(id: ID!): Node @public',
    '}',
    'interface Node {\n  "The id."\n  id: ID!\n}',
  ]
  for (let index = 0; index < types; index++) {
    const other = (index * 7 + 1) % types
    text.push(`"""
Item ${index} of the catalogue, with all that is known about it.
"""
type Item${index} implements Node {
  "The id."
  id: ID!
  "What it is called."
  name(
    "How many letters are wanted."
    length: Int = 20
  ): String
  "Items that belong to it."
  items(first: Int = 20, after: String): Item${other}Connection!
}
type Item${index}Connection { edges: [Item${index}Edge!]! pageInfo: PageInfo! totalCount: Int! }
type Item${index}Edge { node: Item${index}! cursor: String! }`)
  }
  return `${text.join('\n')}\n`
}
