// What mesh finds in protobuf files beside what `buf lint` finds: `node test/bench/protobuf-against-buf.js <path of buf>
// <folder>`. Exit code 1 when they differ. With `--record` behind it what buf found is written into `buf.json` beside the
// folder, for test/contracts/protobuf/against-buf.test.ts. `buf` comes from the npm package @bufbuild/buf, installed
// anywhere outside of this project.
import {writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {compareWith, findingsOfBuf} from './protobuf/against-buf.js'

/** For the runner of this folder, which measures; a comparison is only made where a path of buf is given. */
export default async function bench(print = console.log) {
  const {MESH_BUF: buf, MESH_PROTOS: folder} = process.env
  if (buf === undefined || folder === undefined)
    print('protobuf-against-buf  skipped: MESH_BUF names the binary of buf, MESH_PROTOS a folder of protobuf files')
  else compare(findingsOfBuf(resolve(buf), resolve(folder)), resolve(folder), print)
}

/** Prints how far both agree, by rule, and the first differences; true when there are none. */
function compare(theirs, folder, print) {
  const rules = compareWith(theirs, folder)
  for (const {rule, both, onlyBuf, onlyMesh} of rules) {
    const counts = `both ${String(both).padStart(6)}, only buf ${onlyBuf.length}, only mesh ${onlyMesh.length}`
    print(`${rule.padEnd(32)} ${counts}`)
    for (const place of onlyBuf.slice(0, 5)) print(`    only buf   ${place}`)
    for (const place of onlyMesh.slice(0, 5)) print(`    only mesh  ${place}`)
  }
  const same = rules.every(({onlyBuf, onlyMesh}) => onlyBuf.length + onlyMesh.length === 0)
  print(same ? 'No difference.' : 'There are differences.')
  return same
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [buf, folder, record] = process.argv.slice(2)
  if (buf === undefined || folder === undefined) {
    console.error('Usage: node test/bench/protobuf-against-buf.js <path of buf> <folder> [--record]')
    process.exitCode = 2
  } else {
    const theirs = findingsOfBuf(resolve(buf), resolve(folder))
    if (record === '--record')
      writeFileSync(
        join(dirname(resolve(folder)), 'buf.json'),
        `[\n${theirs.map(each => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`,
      )
    process.exitCode = compare(theirs, resolve(folder), console.log) ? 0 : 1
  }
}
