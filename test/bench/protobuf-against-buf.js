// What mesh finds in protobuf files beside what `buf lint` finds, as sets of (rule, file, line, column), for all rules
// that both have: `node test/bench/protobuf-against-buf.js <path of buf> <folder>`. Exit code 1 when they differ.
// `buf` comes from the npm package @bufbuild/buf, installed anywhere outside of this project.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

/** Rules of mesh with those of buf that say the same. */
const pairs = {
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

const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/** For the runner of this folder, which measures; a comparison is only made where a path of buf is given. */
export default async function bench(print = console.log) {
  const {MESH_BUF: buf, MESH_PROTOS: folder} = process.env
  if (buf === undefined || folder === undefined)
    print('protobuf-against-buf  skipped: MESH_BUF names the binary of buf, MESH_PROTOS a folder of protobuf files')
  else compare(buf, resolve(folder), print)
}

/** Prints how far both agree, by rule, and the first differences; true when there are none. */
function compare(buf, folder, print) {
  const theirs = findingsOfBuf(buf, folder)
  const ours = findingsOfMesh(folder)
  let same = true
  for (const [rule, names] of Object.entries(pairs)) {
    const expected = new Set(theirs.filter(({type}) => names.includes(type)).map(({place}) => place))
    const found = new Set(
      ours.filter(finding => finding.rule === rule && isShared(finding, theirs)).map(({place}) => place),
    )
    const missing = [...expected].filter(place => !found.has(place))
    const extra = [...found].filter(place => !expected.has(place))
    if (missing.length + extra.length > 0) same = false
    const both = found.size - extra.length
    print(`${rule.padEnd(32)} both ${String(both).padStart(6)}, only buf ${missing.length}, only mesh ${extra.length}`)
    for (const place of missing.slice(0, 5)) print(`    only buf   ${place}`)
    for (const place of extra.slice(0, 5)) print(`    only mesh  ${place}`)
  }
  print(same ? 'No difference.' : 'There are differences.')
  return same
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

function findingsOfBuf(buf, folder) {
  const use = ['STANDARD', 'COMMENTS', 'UNARY_RPC', 'STABLE_PACKAGE_NO_IMPORT_UNSTABLE']
  const config = JSON.stringify({version: 'v2', lint: {use, disallow_comment_ignores: true}})
  const {stdout, stderr, error} = spawnSync(buf, ['lint', '.', '--config', config, '--error-format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (error) throw error
  if (stderr !== '') console.error(stderr)
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
    if (stderr !== '') console.error(stderr)
    return JSON.parse(stdout).findings.map(({rule, message, location: {path, start}}) => {
      return {rule, message, place: `${path}:${start.line}:${start.column}`}
    })
  } finally {
    rmSync(temporary, {recursive: true, force: true})
  }
}

function lines(text) {
  return text.split('\n').filter(line => line !== '')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [buf, folder] = process.argv.slice(2)
  if (buf === undefined || folder === undefined) {
    console.error('Usage: node test/bench/protobuf-against-buf.js <path of buf> <folder>')
    process.exitCode = 2
  } else process.exitCode = compare(buf, resolve(folder), console.log) ? 0 : 1
}
