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

const choice = z.strictObject({
  summary: z.string(),
  several: z.boolean().default(false),
  from: z.string(),
  default: z.array(z.string()),
})

/** What a template.json says; templates/README.md explains each key. */
const manifestSchema = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  summary: z.string().regex(/[^.]$/, 'has no full stop'),
  abstract: z.boolean().default(false),
  layers: z.array(z.string()).default([]),
  needs: z.record(z.string(), z.string()).default({}),
  resource: z.string().optional(),
  answers: z.record(z.string(), answer).default({}),
  choices: z.record(z.string(), choice).default({}),
  policies: z.record(z.string(), z.enum(['managed', 'once', 'owned'])).default({}),
})

/** What a template brings: whole files, and parts of files that it shares with others. */
const contents = ['files', 'parts']

const skipped = /^(?:node_modules|dist|coverage|\.DS_Store|.*\.tsbuildinfo|.*\.log)$/

/**
 * Every template below `templates/`, with its files prepared, and the mistakes of all as one error. `project` tells
 * those that a project can be made of from layers and from options of a choice.
 */
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
  for (const template of read.values()) {
    template.options = optionsOf(template.manifest.choices, [...read.keys()])
    template.joints = jointsOf(template.name, [...read.keys()])
    const {name, manifest} = template
    const missing = manifest.layers.find(layer => !read.has(layer))
    if (missing !== undefined) mistakes.push(`templates/${name}/template.json: Layer "${missing}" does not exist.`)
    for (const [key, {default: names}] of Object.entries(manifest.choices)) {
      const unknown = names.find(each => !(each in template.options[key]))
      if (unknown !== undefined)
        mistakes.push(`templates/${name}/template.json: Choice "${key}" has no option "${unknown}".`)
    }
  }
  const known = [...read.values()].map(({options}) => options)
  for (const {joints} of read.values())
    for (const [key, byOption] of Object.entries(joints))
      for (const [option, joint] of Object.entries(byOption))
        if (!known.some(options => options[key]?.[option]))
          mistakes.push(`templates/${joint}: There is no option "${option}" of a choice "${key}".`)
  const offered = new Set([...read.values()].flatMap(({options}) => Object.values(options).flatMap(Object.values)))
  const prepared = [...read.values()].map(template => {
    const {name, manifest} = template
    const project = !manifest.abstract && !offered.has(name)
    return {...withFiles(template, answersOf(name, read), join(folder, name), mistakes), project}
  })
  if (mistakes.length > 0) throw new Error(`Templates have mistakes.\n${mistakes.join('\n')}`)
  return prepared
}

/** The options of each choice are the templates in its folder: `{kind: {rest: 'service/kind/rest'}}`. */
function optionsOf(choices, names) {
  return Object.fromEntries(
    Object.entries(choices).map(([key, {from}]) => {
      const inside = names.filter(name => name.startsWith(`${from}/`) && !name.slice(from.length + 1).includes('/'))
      return [key, Object.fromEntries(inside.map(name => [name.slice(from.length + 1), name]))]
    }),
  )
}

/**
 * What an option brings for another one beside it: `service/deploy/istio/with/kind/grpc` is the joint of Istio and gRPC,
 * `{kind: {grpc: 'service/deploy/istio/with/kind/grpc'}}`.
 */
function jointsOf(name, names) {
  const joints = {}
  for (const each of names.filter(other => other.startsWith(`${name}/with/`))) {
    const [choice, option, ...deeper] = each.slice(`${name}/with/`.length).split('/')
    if (option !== undefined && deeper.length === 0) joints[choice] = {...joints[choice], [option]: each}
  }
  return joints
}

/** The answers that the files of a template may name: its own, and those of its layers and of what offers it. */
function answersOf(name, read, seen = new Set()) {
  const template = read.get(name)
  if (template === undefined || seen.has(name)) return {}
  seen.add(name)
  const offering = [...read.values()].filter(({options, joints}) =>
    [...Object.values(options ?? {}), ...Object.values(joints ?? {})].some(each => Object.values(each).includes(name)),
  )
  const beneath = [...offering.map(each => each.name), ...template.manifest.layers]
  return Object.assign({}, ...beneath.map(each => answersOf(each, read, seen)), template.manifest.answers)
}

function namesBelow(folder, path) {
  if (!existsSync(join(folder, path))) return []
  const here = existsSync(join(folder, path, 'template.json'))
  const below = readdirSync(join(folder, path), {withFileTypes: true})
    .filter(entry => entry.isDirectory() && !skipped.test(entry.name))
    .filter(entry => !here || !contents.includes(entry.name))
    .flatMap(entry => namesBelow(folder, path === '' ? entry.name : `${path}/${entry.name}`))
  return [...(here ? [path] : []), ...below].sort()
}

function readManifest(path) {
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(issue => `"${issue.path.join('.')}": ${issue.message}`).join('; '))
}

/** Reads and compiles the files of one template; `known` are the answers that they may name. */
function withFiles({name, manifest, options, joints}, known, folder, mistakes) {
  const hash = createHash('sha256').update(JSON.stringify(manifest))
  let example
  const files = []
  const texts = []
  try {
    example = manifest.resource === undefined ? undefined : exampleResource(manifest.resource)
  } catch (error) {
    mistakes.push(`templates/${name}/template.json: ${error.message}`)
  }
  for (const source of contents.flatMap(each => filesBelow(join(folder, each), '').map(path => `${each}/${path}`))) {
    try {
      const full = join(folder, source)
      const bytes = readFileSync(full)
      const mode = statSync(full).mode & 0o111 ? 0o755 : 0o644
      hash.update(`\n${source} ${mode} ${bytes.length}\n`).update(bytes)
      files.push({...prepare(source, bytes, known, example), mode})
      if (!isBinary(bytes)) texts.push({source, text: bytes.toString('utf8')})
    } catch (error) {
      mistakes.push(`templates/${name}/${source}: ${error.message}`)
    }
  }
  const twice = twins(files.map(file => `${file.part ? 'a part of ' : ''}${file.example}`))
  if (twice !== undefined) mistakes.push(`templates/${name}: Two files become "${twice}".`)
  const integrity = `sha256-${hash.digest('base64')}`
  const clashes = example && collectIdentifiers(texts, example)
  return {name, manifest, options, joints, ...withPolicies(files, manifest.policies), integrity, clashes}
}

/** Each template says who owns its own files; `managed` needs no mention. */
function withPolicies(files, policies) {
  const matchers = Object.entries(policies).map(([glob, policy]) => ({
    glob,
    policy,
    matches: picomatch(glob, {dot: true}),
  }))
  const policyOf = path => matchers.findLast(({matches}) => matches(path))?.policy ?? 'managed'
  return {
    files: files.map(file => ({...file, policy: policyOf(file.example)})),
    unusedPolicies: matchers.filter(({matches}) => !files.some(file => matches(file.example))).map(({glob}) => glob),
  }
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
  const part = source.startsWith('parts/')
  if (source.split('/').some(segment => segment.startsWith('.')))
    throw new Error('Hidden files are written with "_" in place of the dot.')
  const rendered = source.endsWith('.hbs')
  const inside = source.slice(source.indexOf('/') + 1)
  const path = (rendered ? inside.slice(0, -'.hbs'.length) : inside).replaceAll(/(?<=^|\/)_/g, '.')
  const split = text => (example ? example.split(text) : [text])
  const file = {source, example: path, path: split(path), part}
  if (isBinary(bytes)) {
    if (rendered) throw new Error('A binary file cannot be rendered.')
    if (part) throw new Error('A binary file has no parts.')
    return {...file, content: {base64: bytes.toString('base64')}}
  }
  const body = bytes.toString('utf8')
  const complaint = example?.complaint(body)
  if (complaint) throw new Error(complaint)
  return rendered
    ? {...file, compiled: compileExpressions(body, answers, example)}
    : {...file, content: {text: split(body)}}
}

function isBinary(bytes) {
  return bytes.includes(0) || !Buffer.from(bytes.toString('utf8')).equals(bytes)
}
