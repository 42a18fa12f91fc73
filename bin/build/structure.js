import {createRequire} from 'node:module'
import {join} from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import {Ajv} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'

const name = 'mesh:structure'

/** One after the other: while swagger-parser is listened to, AJV works for nobody else. */
let last = Promise.resolve()

/**
 * The text of the module `mesh:structure/<version>`: the function into which AJV compiles the schema of that version of
 * OpenAPI. Compiling it in each process takes longer than all else that is done with a small contract.
 */
function moduleText(version) {
  const text = last.then(() => compiled(version))
  last = text.catch(() => {})
  return text
}

async function compiled(version) {
  const {schema, maker, options} = version === '3.0' ? await caught('3.0.3') : published(version)
  const ajv = new maker({...options, code: {source: true, esm: true}})
  return appending(standalone.default(ajv, ajv.compile(schema)))
}

/**
 * AJV copies all errors so far for each part that has more, which takes the square of their number. What a part returns
 * belongs to nobody else, so that more can be appended to it.
 */
function appending(text) {
  const copying = /vErrors\.concat\((\w+)\.errors\)/g
  if (!copying.test(text)) throw new Error('AJV no longer copies errors; this is not needed any more.')
  const append = 'function append(to, more) { for (const each of more) to.push(each); return to }'
  return `${text.replace(copying, 'append(vErrors, $1.errors)')}\n${append}\n`
}

/**
 * The newest schema of a version that the authors of OpenAPI publish, but without the dynamic references, which AJV can
 * not follow from within a schema of another dialect.
 */
function published(version) {
  const schema = createRequire(import.meta.url)(`@seriousme/openapi-schema-validator/schemas/v${version}/schema.json`)
  return {schema, maker: Ajv2020, options: {allErrors: true, strict: false, validateFormats: false}}
}

/** What swagger-parser gives to AJV when it validates a document of a version: schema and options are those it would use. */
async function caught(openapi) {
  // What the classes for all drafts inherit from.
  const prototype = Object.getPrototypeOf(Ajv.prototype)
  const original = prototype.validate
  let found
  prototype.validate = function validate(schema) {
    found = {schema, maker: this.constructor, options: this.opts}
    return true
  }
  try {
    await SwaggerParser.validate({openapi, info: {title: '', version: ''}, paths: {}})
  } finally {
    prototype.validate = original
  }
  const {allErrors, strict, validateFormats} = found.options
  return {...found, options: {allErrors, strict, validateFormats}}
}

/** For esbuild, which bundles what the compiled code requires. */
export function structureModule(root) {
  return {
    name,
    setup(build) {
      build.onResolve({filter: /^mesh:structure\//}, ({path}) => ({path, namespace: name}))
      build.onLoad({filter: /.*/, namespace: name}, async ({path}) => ({
        contents: await moduleText(path.slice(name.length + 1)),
        loader: 'js',
        resolveDir: root,
      }))
    },
  }
}

/** The same for vitest, which runs the sources. */
export function structureModuleForVite(root) {
  const mark = '\0'
  const required = createRequire(join(root, 'package.json')).resolve('ajv')
  const head = `import {createRequire} from 'node:module'\nconst require = createRequire(${JSON.stringify(required)})\n`
  return {
    name,
    resolveId: id => (id.startsWith(`${name}/`) ? mark + id : undefined),
    load: async id =>
      id.startsWith(mark + name) ? head + (await moduleText(id.slice(mark.length + name.length + 1))) : undefined,
  }
}
