import {readTemplates} from './template-source.js'

const list = 'mesh:templates'
const one = 'mesh:template/'
const filesOf = 'mesh:template-files/'

/**
 * The text of a module. `mesh:templates` lists the templates, `mesh:template/<name>` is one with the files of its layers and
 * its own, each folder of them in `mesh:template-files/<name>`. So `mesh new` loads what it needs, and layers are shared.
 */
function moduleText(id, templates) {
  if (id.startsWith(one)) return templateModule(find(templates, id.slice(one.length)))
  if (id.startsWith(filesOf)) return filesModule(find(templates, id.slice(filesOf.length)))
  const concrete = templates.filter(({manifest}) => !manifest.abstract)
  return `export const templates = {\n${concrete.map(({name}) => `  ${quote(name)}: () => import(${quote(one + name)}),`).join('\n')}\n}\n`
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
    ...(manifest.resource && {resource: {words: manifest.resource, files: clashes}}),
  }
  return [
    ...folders.map((folder, index) => `import {files as files${index}} from ${quote(filesOf + folder)}`),
    `export default {...${JSON.stringify(facts)}, folders: [${folders.map((_, index) => `files${index}`).join(', ')}]}`,
  ].join('\n')
}

function find(templates, name) {
  const template = templates.find(candidate => candidate.name === name)
  if (!template) throw new Error(`Template "${name}" does not exist.`)
  return template
}

const quote = text => JSON.stringify(text)

const isOurs = id => id === list || id.startsWith(one) || id.startsWith(filesOf)

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
