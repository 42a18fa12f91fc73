import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import picomatch from 'picomatch'
import {z} from 'zod'
import {compileExpressions} from './template-expressions.js'
import {collectIdentifiers, exampleResource} from './template-resource.js'

const text = z.strictObject({
  summary: z.string(),
  pattern: z.string().optional(),
  format: z.enum(['url', 'name']).optional(),
  default: z.string().optional(),
})

const answer = z.discriminatedUnion('type', [
  text.extend({type: z.literal('text')}),
  z.strictObject({
    type: z.literal('integer'),
    summary: z.string(),
    minimum: z.number().int(),
    maximum: z.number().int(),
    default: z.number().int().optional(),
  }),
  z.strictObject({
    type: z.literal('list'),
    summary: z.string(),
    of: z.record(z.string(), text.omit({default: true})),
    default: z.array(z.record(z.string(), z.string())).optional(),
  }),
])

/** What a template.json says; templates/README.md explains each key. */
const manifestSchema = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  summary: z.string().regex(/[^.]$/, 'has no full stop'),
  abstract: z.boolean().default(false),
  layers: z.array(z.string()).default([]),
  resource: z.string().optional(),
  answers: z.record(z.string(), answer).default({}),
  policies: z.record(z.string(), z.enum(['managed', 'once', 'owned'])).default({}),
})

const skipped = /^(?:node_modules|dist|coverage|\.DS_Store|.*\.tsbuildinfo|.*\.log)$/

/** Every template below `templates/`, with its layers, its files prepared, and its mistakes as one error. */
export function readTemplates(root) {
  const folder = join(root, 'templates')
  const read = new Map()
  const mistakes = []
  for (const name of namesBelow(folder, '')) {
    try {
      read.set(name, {name, manifest: readManifest(join(folder, name, 'template.json'))})
    } catch (error) {
      mistakes.push(`templates/${name}/template.json: ${error.message}`)
    }
  }
  const complete = [...read.values()].flatMap(({name, manifest}) => {
    const layers = manifest.layers.map(layer => read.get(layer))
    const missing = manifest.layers.find(layer => !read.has(layer))
    if (missing !== undefined) mistakes.push(`templates/${name}/template.json: Layer "${missing}" does not exist.`)
    return missing === undefined ? [{name, manifest, layers}] : []
  })
  const prepared = complete.map(template => withFiles(template, join(folder, template.name), mistakes))
  const byName = new Map(prepared.map(template => [template.name, template]))
  if (mistakes.length > 0) throw new Error(`Templates have mistakes.\n${mistakes.join('\n')}`)
  return prepared.map(template => compose(template, byName))
}

function namesBelow(folder, path) {
  if (!existsSync(join(folder, path))) return []
  if (existsSync(join(folder, path, 'template.json'))) return [path]
  return readdirSync(join(folder, path), {withFileTypes: true})
    .filter(entry => entry.isDirectory() && !skipped.test(entry.name))
    .flatMap(entry => namesBelow(folder, path === '' ? entry.name : `${path}/${entry.name}`))
    .sort()
}

function readManifest(path) {
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(issue => `"${issue.path.join('.')}": ${issue.message}`).join('; '))
}

/** Reads and compiles the files of one folder; the answers of its layers are known to them. */
function withFiles({name, manifest, layers}, folder, mistakes) {
  const answers = Object.assign({}, ...layers.map(layer => layer.manifest.answers), manifest.answers)
  const hash = createHash('sha256').update(JSON.stringify(manifest))
  let example
  const files = []
  const texts = []
  try {
    example = manifest.resource === undefined ? undefined : exampleResource(manifest.resource)
  } catch (error) {
    mistakes.push(`templates/${name}/template.json: ${error.message}`)
  }
  for (const source of filesBelow(join(folder, 'files'), '')) {
    try {
      const full = join(folder, 'files', source)
      const bytes = readFileSync(full)
      const mode = statSync(full).mode & 0o111 ? 0o755 : 0o644
      hash.update(`\n${source} ${mode} ${bytes.length}\n`).update(bytes)
      files.push({...prepare(source, bytes, answers, example), mode})
      if (!isBinary(bytes)) texts.push({source, text: bytes.toString('utf8')})
    } catch (error) {
      mistakes.push(`templates/${name}/files/${source}: ${error.message}`)
    }
  }
  const twice = twins(files.map(file => file.example))
  if (twice !== undefined) mistakes.push(`templates/${name}: Two files become "${twice}".`)
  const integrity = `sha256-${hash.digest('base64')}`
  return {name, manifest, answers, files, integrity, clashes: example && collectIdentifiers(texts, example)}
}

/** A path that two files have; some file systems do not tell cases apart. */
function twins(paths) {
  const seen = new Set()
  return paths.find(path => seen.size === seen.add(path.toLowerCase()).size)
}

function filesBelow(folder, path) {
  if (!existsSync(folder)) return []
  return readdirSync(join(folder, path), {withFileTypes: true})
    .filter(entry => !skipped.test(entry.name))
    .flatMap(entry => {
      const below = path === '' ? entry.name : `${path}/${entry.name}`
      return entry.isDirectory() ? filesBelow(folder, below) : [below]
    })
    .sort()
}

function prepare(source, bytes, answers, example) {
  if (source.split('/').some(segment => segment.startsWith('.')))
    throw new Error('Hidden files are written with "_" in place of the dot.')
  const rendered = source.endsWith('.hbs')
  const path = (rendered ? source.slice(0, -'.hbs'.length) : source).replaceAll(/(?<=^|\/)_/g, '.')
  const split = part => (example ? example.split(part) : [part])
  if (isBinary(bytes)) {
    if (rendered) throw new Error('A binary file cannot be rendered.')
    return {source, example: path, path: split(path), content: {base64: bytes.toString('base64')}}
  }
  const body = bytes.toString('utf8')
  const complaint = example?.complaint(body)
  if (complaint) throw new Error(complaint)
  return rendered
    ? {source, example: path, path: split(path), compiled: compileExpressions(body, answers, example)}
    : {source, example: path, path: split(path), content: {text: split(body)}}
}

function isBinary(bytes) {
  return bytes.includes(0) || !Buffer.from(bytes.toString('utf8')).equals(bytes)
}

/** Decides the policy of each path, of the layers' files, too; `managed` needs no mention. */
function compose(template, byName) {
  const layers = template.manifest.layers.map(layer => byName.get(layer))
  const globs = [...layers, template].flatMap(({manifest}) => Object.entries(manifest.policies))
  const matchers = globs.map(([glob, policy]) => ({policy, matches: picomatch(glob, {dot: true})}))
  const paths = [...layers, template].flatMap(({files}) => files.map(file => file.example))
  const policies = {}
  for (const path of paths) {
    const policy = matchers.findLast(({matches}) => matches(path))?.policy
    if (policy !== undefined && policy !== 'managed') policies[path] = policy
  }
  const unusedPolicies = globs.filter(([glob]) => !paths.some(picomatch(glob, {dot: true}))).map(([glob]) => glob)
  return {...template, layers, policies, unusedPolicies}
}
