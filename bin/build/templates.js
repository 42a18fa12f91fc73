import {readTemplates} from './template-source.js'

const list = 'mesh:templates'
const prefix = 'mesh:template/'
const index = '#index'

/**
 * The text of a module. `mesh:templates` lists the templates, `mesh:template/<name>` holds the files of one folder, and
 * with `#index` behind it what the template says and the files of its layers. So `mesh new` loads what it needs only.
 */
function moduleText(id, templates) {
  if (id.endsWith(index)) return templateModule(find(templates, id.slice(prefix.length, -index.length)))
  if (id !== list) return filesModule(find(templates, id.slice(prefix.length)))
  const concrete = templates.filter(({manifest}) => !manifest.abstract)
  return `export const templates = {\n${concrete.map(({name}) => `  ${quote(name)}: () => import(${quote(prefix + name + index)}),`).join('\n')}\n}\n`
}

/** The files of one folder. */
function filesModule({files}) {
  const literal = files.map(({example, path, mode, content, compiled}) =>
    compiled === undefined
      ? JSON.stringify({example, path, mode, content})
      : `{...${JSON.stringify({example, path, mode})}, content: {render: ${compiled}}}`,
  )
  return `export const files = [\n${literal.join(',\n')}\n]\n`
}

/** A template as `src/scaffold/template.ts` declares it: what it says about itself, and the files of its layers and its own. */
function templateModule({name, manifest, layers, answers, policies, integrity, clashes}) {
  const folders = [...layers.map(layer => layer.name), name]
  const facts = {
    name,
    version: manifest.version,
    summary: manifest.summary,
    integrity,
    layers: layers.map(layer => ({name: layer.name, version: layer.manifest.version, integrity: layer.integrity})),
    answers,
    policies,
    ...(manifest.resource && {resource: {words: manifest.resource, ...clashes}}),
  }
  return [
    ...folders.map((folder, index) => `import {files as files${index}} from ${quote(prefix + folder)}`),
    `export default {...${JSON.stringify(facts)}, folders: [${folders.map((_, index) => `files${index}`).join(', ')}]}`,
  ].join('\n')
}

function find(templates, name) {
  const template = templates.find(candidate => candidate.name === name)
  if (!template) throw new Error(`Template "${name}" does not exist.`)
  return template
}

const quote = text => JSON.stringify(text)

const isOurs = id => id === list || id.startsWith(prefix)

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
