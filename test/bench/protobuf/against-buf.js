// What mesh finds in protobuf files beside what `buf lint` finds, as sets of (rule, file, line, column), for all rules
// that both have.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** Rules of mesh with those of buf that say the same. */
export const pairs = {
  'protobuf/comments': [
    'COMMENT_ENUM',
    'COMMENT_ENUM_VALUE',
    'COMMENT_FIELD',
    'COMMENT_MESSAGE',
    'COMMENT_ONEOF',
    'COMMENT_RPC',
    'COMMENT_SERVICE',
  ],
  'protobuf/directory-one-package': ['DIRECTORY_SAME_PACKAGE'],
  'protobuf/enum-no-alias': ['ENUM_NO_ALLOW_ALIAS'],
  'protobuf/enum-zero': ['ENUM_FIRST_VALUE_ZERO', 'ENUM_ZERO_VALUE_SUFFIX'],
  'protobuf/field-not-required': ['FIELD_NOT_REQUIRED'],
  'protobuf/file-name': ['FILE_LOWER_SNAKE_CASE'],
  'protobuf/import-no-public': ['IMPORT_NO_PUBLIC'],
  'protobuf/import-stable': ['STABLE_PACKAGE_NO_IMPORT_UNSTABLE'],
  'protobuf/import-used': ['IMPORT_USED'],
  'protobuf/naming': [
    'ENUM_PASCAL_CASE',
    'ENUM_VALUE_PREFIX',
    'ENUM_VALUE_UPPER_SNAKE_CASE',
    'FIELD_LOWER_SNAKE_CASE',
    'MESSAGE_PASCAL_CASE',
    'SERVICE_PASCAL_CASE',
    'SERVICE_SUFFIX',
  ],
  'protobuf/oneof-name': ['ONEOF_LOWER_SNAKE_CASE'],
  'protobuf/package-cycle': ['PACKAGE_NO_IMPORT_CYCLE'],
  'protobuf/package-directory': ['PACKAGE_DIRECTORY_MATCH'],
  'protobuf/package-one-directory': ['PACKAGE_SAME_DIRECTORY'],
  'protobuf/package-options': [
    'PACKAGE_SAME_CSHARP_NAMESPACE',
    'PACKAGE_SAME_GO_PACKAGE',
    'PACKAGE_SAME_JAVA_MULTIPLE_FILES',
    'PACKAGE_SAME_JAVA_PACKAGE',
    'PACKAGE_SAME_PHP_NAMESPACE',
    'PACKAGE_SAME_RUBY_PACKAGE',
    'PACKAGE_SAME_SWIFT_PREFIX',
  ],
  'protobuf/package-versioned': ['PACKAGE_DEFINED', 'PACKAGE_LOWER_SNAKE_CASE', 'PACKAGE_VERSION_SUFFIX'],
  'protobuf/rpc-request-response': [
    'RPC_REQUEST_RESPONSE_UNIQUE',
    'RPC_REQUEST_STANDARD_NAME',
    'RPC_RESPONSE_STANDARD_NAME',
  ],
  'protobuf/rpc-verb': ['RPC_PASCAL_CASE'],
  'protobuf/syntax-proto3': ['SYNTAX_SPECIFIED'],
  'protobuf/unary-only': ['RPC_NO_CLIENT_STREAMING', 'RPC_NO_SERVER_STREAMING'],
}

/** Where the standard is stricter than buf by default, mesh is told to be as lenient. */
const configuration = {
  lint: {
    extends: 'mesh:all',
    rules: {
      'protobuf/comments': ['warning', {elements: ['enum', 'value', 'field', 'message', 'oneof', 'rpc', 'service']}],
      'protobuf/package-versioned': ['error', {unstable: true}],
      'protobuf/rpc-request-response': ['error', {servicePrefix: true}],
      'protobuf/syntax-proto3': ['error', {allow: ['proto2', 'edition']}],
    },
  },
}

const mesh = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))

/**
 * How far both agree: for each rule of mesh how many places both name, and which only one does. `theirs` is what
 * `findingsOfBuf` gave.
 */
export function compareWith(theirs, folder) {
  const ours = findingsOfMesh(folder)
  return Object.entries(pairs).map(([rule, names]) => {
    const expected = new Set(theirs.filter(({type}) => names.includes(type)).map(({place}) => place))
    const found = new Set(
      ours.filter(finding => finding.rule === rule && isShared(finding, theirs)).map(({place}) => place),
    )
    const onlyBuf = [...expected].filter(place => !found.has(place))
    const onlyMesh = [...found].filter(place => !expected.has(place))
    return {rule, both: found.size - onlyMesh.length, onlyBuf, onlyMesh}
  })
}

/** Some rules of mesh say more than those of buf: only what both speak about is compared. */
function isShared({rule, place, message}, theirs) {
  if (rule === 'protobuf/rpc-verb') return message.includes('PascalCase')
  // A zero value with a wrong prefix is one finding of buf, and of two rules of mesh.
  if (rule === 'protobuf/enum-zero')
    return (
      !/_UNSPECIFIED" of/.test(message) ||
      !theirs.some(each => each.type === 'ENUM_VALUE_PREFIX' && each.place === place)
    )
  return true
}

/** What `buf lint` finds in a folder, by rule and place. */
export function findingsOfBuf(buf, folder) {
  const use = ['STANDARD', 'COMMENTS', 'UNARY_RPC', 'STABLE_PACKAGE_NO_IMPORT_UNSTABLE']
  const config = JSON.stringify({version: 'v2', lint: {use, disallow_comment_ignores: true}})
  const {stdout, stderr, error} = spawnSync(buf, ['lint', '.', '--config', config, '--error-format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (error) throw error
  if (stderr !== '') throw new Error(stderr)
  return lines(stdout).map(line => {
    const {path, start_line: row = 1, start_column: column = 1, type} = JSON.parse(line)
    return {type, place: `${path}:${row}:${column}`}
  })
}

function findingsOfMesh(folder) {
  const temporary = mkdtempSync(join(tmpdir(), 'mesh-against-buf-'))
  try {
    const config = join(temporary, 'mesh.yaml')
    writeFileSync(config, JSON.stringify(configuration))
    const {stdout, stderr, error} = spawnSync(
      process.execPath,
      [mesh, 'lint', 'contracts', '.', '--config', config, '--format', 'json'],
      {cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30},
    )
    if (error) throw error
    if (stderr !== '') throw new Error(stderr)
    const columnIn = columnsOf(folder)
    return JSON.parse(stdout).findings.map(({rule, message, location: {path, start}}) => {
      return {rule, message, place: `${path}:${start.line}:${columnIn(path, start)}`}
    })
  } finally {
    rmSync(temporary, {recursive: true, force: true})
  }
}

/** Columns as buf counts them: a tab goes to the next multiple of four. Editors and SARIF count it as one. */
function columnsOf(folder) {
  const texts = new Map()
  return (path, {line, column}) => {
    if (!texts.has(path)) texts.set(path, readFileSync(join(folder, path), 'utf8').split('\n'))
    let at = 0
    for (const character of (texts.get(path)[line - 1] ?? '').slice(0, column - 1))
      at = character === '\t' ? at + 4 - (at % 4) : at + character.length
    return at + 1
  }
}

function lines(text) {
  return text.split('\n').filter(line => line !== '')
}
