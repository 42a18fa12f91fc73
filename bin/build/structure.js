import {createRequire} from 'node:module'
import {join} from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import {Ajv} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'

const name = 'mesh:structure'
const versions = {'3.0': '3.0.3', 3.1: '3.1.0'}

/** One after the other: while one is taken, AJV works for nobody else. */
let last = Promise.resolve()

/**
 * The text of the module `mesh:structure/<version>`: the function into which AJV compiles the schema of that version of
 * OpenAPI. Compiling it in each process takes longer than all else that is done with a small contract. Schema and
 * options are taken from swagger-parser at work, so that they are what it would use.
 */
async function moduleText(version) {
  const {schema, maker, options} = version in versions ? await taken(versions[version]) : published(version)
  const ajv = new maker({...options, code: {source: true, esm: true}})
  return standalone.default(ajv, ajv.compile(schema))
}

/**
 * The schema of a version that swagger-parser does not know yet, as the authors of OpenAPI publish it, but without the
 * dynamic references, which AJV can not follow from within a schema of another dialect.
 */
function published(version) {
  const schema = createRequire(import.meta.url)(`@seriousme/openapi-schema-validator/schemas/v${version}/schema.json`)
  return {schema, maker: Ajv2020, options: {allErrors: true, strict: false, validateFormats: false}}
}

function taken(openapi) {
  const found = last.then(() => caught(openapi))
  last = found.catch(() => {})
  return found
}

/** What swagger-parser gives to AJV when it validates a document of a version. */
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
