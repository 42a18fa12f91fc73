import {readTemplates} from './template-source.js'

const list = 'mesh:templates'
const one = 'mesh:template/'

/**
 * The text of a module. `mesh:templates` lists the templates and those of them that a project can be made of,
 * `mesh:template/<name>` is one, with its own files only: `mesh new` loads the templates that it composes.
 */
function moduleText(id, templates) {
  if (id.startsWith(one)) return templateModule(find(templates, id.slice(one.length)))
  const lines = templates.map(({name}) => `  ${quote(name)}: () => import(${quote(one + name)}),`)
  const projects = templates.filter(({project}) => project).map(({name}) => name)
  return `export const templates = {\n${lines.join('\n')}\n}\nexport const projects = ${JSON.stringify(projects)}\n`
}

/** A template as `src/scaffold/template.ts` declares it. */
function templateModule({name, manifest, options, joints, integrity, clashes, files}) {
  const {version, summary, layers, needs, answers} = manifest
  const choices = choicesOf(manifest, options)
  const facts = {name, version, summary, integrity, layers, needs, joints, answers, choices}
  const example = manifest.resource && {resource: {words: manifest.resource, files: clashes}}
  return `export default {...${JSON.stringify({...facts, ...example})}, files: [\n${files.map(fileText).join(',\n')}\n]}\n`
}

/** What a template lets its user choose, with the template behind each option. */
export function choicesOf({choices}, options) {
  return Object.fromEntries(
    Object.entries(choices).map(([key, {from: _, ...choice}]) => [key, {...choice, options: options[key]}]),
  )
}

function fileText({example, path, part, mode, policy, content, compiled}) {
  const facts = {example, path, part, mode, policy}
  return compiled === undefined
    ? JSON.stringify({...facts, content})
    : `{...${JSON.stringify(facts)}, content: {render: ${compiled}}}`
}

function find(templates, name) {
  const template = templates.find(candidate => candidate.name === name)
  if (!template) throw new Error(`Template "${name}" does not exist.`)
  return template
}

const quote = text => JSON.stringify(text)

const isOurs = id => id === list || id.startsWith(one)

/** Reads the templates when the first module is asked for, and only then. */
function modules(root) {
  let templates
  return id => {
    templates ??= readTemplates(root)
    return moduleText(id, templates)
  }
}

/** For esbuild: templates are read and precompiled when the project is bundled. */
export function templatesModule(root) {
  const textOf = modules(root)
  return {
    name: list,
    setup(build) {
      build.onResolve({filter: /^mesh:template/}, ({path}) => ({path, namespace: list}))
      build.onLoad({filter: /.*/, namespace: list}, ({path}) => ({
        contents: textOf(path),
        loader: 'js',
        resolveDir: root,
      }))
    },
  }
}

/** The same for vitest, which runs the sources. */
export function templatesModuleForVite(root) {
  const textOf = modules(root)
  return {
    name: list,
    resolveId: id => (isOurs(id) ? `\0${id}` : undefined),
    load: id => (id.startsWith('\0') && isOurs(id.slice(1)) ? textOf(id.slice(1)) : undefined),
  }
}
