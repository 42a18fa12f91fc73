import {createHash} from 'node:crypto'
import {promisify} from 'node:util'
import {brotliCompress, constants} from 'node:zlib'
import type {Plan, PlannedFile} from './plan.js'

/** The folder in a project where mesh keeps what it needs for upgrades. */
const stateFolder = '.mesh'

const schemaVersion = 1

/**
 * What the project remembers of its birth: where it comes from (service.json, for people, too) and the text of its
 * managed files as they were rendered (base.json.br), the common ancestor of a later three-way merge.
 */
export async function stateFiles(plan: Plan): Promise<PlannedFile[]> {
  return [
    file('service.json', Buffer.from(`${JSON.stringify(serviceRecord(plan), null, 2)}\n`)),
    file('base.json.br', await compress(Buffer.from(JSON.stringify(baseRecord(plan))))),
    file('.gitattributes', Buffer.from('base.json.br binary linguist-generated\nservice.json linguist-generated\n')),
  ]
}

function file(name: string, content: Buffer): PlannedFile {
  return {path: `${stateFolder}/${name}`, content, mode: 0o644, policy: 'owned'}
}

function serviceRecord({template, name, answers, meshVersion, resource, files}: Plan) {
  return {
    about: 'Written by mesh, and read by it when this project is upgraded. Keep it in the repository.',
    schemaVersion,
    name,
    template: {name: template.name, version: template.version, integrity: template.integrity},
    layers: template.layers,
    generator: {name: '@mesh/cli', version: meshVersion},
    ...(resource && {resource: {singular: resource.singular, plural: resource.plural}}),
    choices: template.choices,
    answers,
    files: Object.fromEntries(
      files.map(({path, content, mode, policy}) => [
        path,
        {sha256: createHash('sha256').update(content).digest('hex'), mode: mode.toString(8), policy},
      ]),
    ),
  }
}

/** Texts as they are; what is no UTF-8 text is `{base64}`. */
function baseRecord({files}: Plan) {
  const managed = files.filter(({policy}) => policy === 'managed')
  return {
    schemaVersion,
    files: Object.fromEntries(
      managed.map(({path, content}) => {
        const text = content.toString('utf8')
        return [path, Buffer.from(text).equals(content) ? text : {base64: content.toString('base64')}]
      }),
    ),
  }
}

// Quality 11, the default, takes twenty times as long for a tenth less.
function compress(bytes: Buffer): Promise<Buffer> {
  const {BROTLI_PARAM_QUALITY, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT, BROTLI_PARAM_SIZE_HINT} = constants
  const params = {
    [BROTLI_PARAM_QUALITY]: 6,
    [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
    [BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  return promisify(brotliCompress)(bytes, {params})
}
