import type {Line, Report, Table} from '../core/report.js'
import type {Composition} from './composition.js'
import type {Plan} from './plan.js'

/** What was done beside writing the files. */
export interface Done {
  readonly dependencies: 'installed' | 'linked' | 'left'
  /** Why npm failed. */
  readonly failure?: string | undefined
  /** The files are in the first commit of a repository of their own. */
  readonly committed: boolean
  /** Why not. */
  readonly note?: string | undefined
}

/** For a dry run: every file with its size and who owns it. */
export function plannedReport(plan: Plan, folder: string): Report {
  const table: Table = {
    title: `${folder}/`,
    columns: ['file', 'bytes', 'policy'],
    rows: plan.files.map(({path, content, policy}) => [path, content.length, policy]),
  }
  return {
    outcome: 'pass',
    summary: `${plan.files.length} files would be made in "${folder}"; nothing was written.`,
    findings: [],
    lines: notes(plan),
    tables: [table],
    data: dataOf(plan, folder, {dryRun: true}),
  }
}

/** What was made, by folder, and what to do next. */
export function createdReport(plan: Plan, folder: string, done: Done): Report {
  const {name, template, files} = plan
  return {
    outcome: 'pass',
    summary: `Made "${name}" from ${described(template)}: ${files.length} files in "${folder}".`,
    findings: [],
    lines: [...notes(plan), ...steps(done)],
    tables: [{columns: ['folder', 'files', 'size'], rows: byFolder(plan)}],
    next: nextSteps(folder, done),
    data: dataOf(plan, folder, {
      dryRun: false,
      dependencies: done.dependencies,
      committed: done.committed,
    }),
  }
}

/** `service 0.2.0 (memory, rest)`. */
function described({name, version, choices}: Composition): string {
  const chosen = Object.values(choices).flat()
  return `${name} ${version}${chosen.length === 0 ? '' : ` (${chosen.join(', ')})`}`
}

function notes({notes: sentences, resource}: Plan): Line[] {
  if (sentences.length > 0) return sentences.map(text => ({mark: 'doubtful', text}))
  return resource
    ? [{mark: 'plain', text: `The resource is "${resource.singular}", in the plural "${resource.plural}".`}]
    : []
}

function steps({dependencies, committed, note}: Done): Line[] {
  const lines: Line[] = []
  if (dependencies === 'installed') lines.push({mark: 'good', text: 'The dependencies are installed.'})
  if (dependencies === 'linked') lines.push({mark: 'good', text: 'The dependencies are linked to those of mesh.'})
  if (committed) lines.push({mark: 'good', text: 'Everything is in the first commit of a new git repository.'})
  if (note !== undefined) lines.push({mark: 'doubtful', text: note})
  return lines
}

/** Folders down to the second level, the project's own files first. */
function byFolder({files}: Plan): [string, number, string][] {
  const groups = new Map<string, {count: number; bytes: number}>()
  for (const {path, content} of files) {
    const folder = path.split('/').slice(0, -1).slice(0, 2).join('/')
    const {count, bytes} = groups.get(folder) ?? {count: 0, bytes: 0}
    groups.set(folder, {count: count + 1, bytes: bytes + content.length})
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, {count, bytes}]) => [folder === '' ? '.' : `${folder}/`, count, `${(bytes / 1000).toFixed(1)} kB`])
}

function nextSteps(folder: string, {dependencies}: Done): string[] {
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`
  return [
    ...(folder === '.' ? [] : [`cd ${quoted}`]),
    ...(dependencies === 'left' ? ['npm install'] : []),
    'npm test',
    'npm start',
    'mesh lint contracts',
  ]
}

function dataOf({name, template, answers, resource, files, notes: sentences}: Plan, folder: string, more: object) {
  return {
    name,
    kind: template.choices['kind']?.join(',') ?? template.name,
    folder,
    template: {name: template.name, version: template.version},
    choices: template.choices,
    answers,
    ...(resource && {resource: {singular: resource.singular, plural: resource.plural}}),
    notes: sentences,
    files: files.map(({path, content, policy}) => ({path, bytes: content.length, policy})),
    ...more,
  }
}
