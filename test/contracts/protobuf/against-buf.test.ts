import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
// @ts-expect-error a script, in JavaScript
import {compareWith, findingsOfBuf, pairs} from '../../bench/protobuf/against-buf.js'

/*
 * What `buf lint` finds in the files of against-buf/files is recorded in against-buf/buf.json; mesh has to find the same
 * in every rule that both have. MESH_BUF names the binary of buf, when there is one: then the record is checked, too.
 * MESH_CORPUS names a folder of more files. After a change of the files:
 * `node test/bench/protobuf-against-buf.js $MESH_BUF test/contracts/protobuf/against-buf/files --record`.
 */
interface Theirs {
  readonly type: string
  readonly place: string
}

const folder = fileURLToPath(new URL('against-buf/files', import.meta.url))
const recorded: readonly Theirs[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('against-buf/buf.json', import.meta.url)), 'utf8'),
)
const {MESH_BUF: buf, MESH_CORPUS: corpus} = process.env

interface Compared {
  readonly rule: string
  readonly both: number
  readonly onlyBuf: readonly string[]
  readonly onlyMesh: readonly string[]
}

test('finds what buf finds, at the same places', () => {
  const compared: readonly Compared[] = compareWith(recorded, folder)
  for (const {rule, both, onlyBuf, onlyMesh} of compared) {
    expect({rule, onlyBuf, onlyMesh}).toEqual({rule, onlyBuf: [], onlyMesh: []})
    expect(both, `${rule} finds something`).toBeGreaterThan(0)
  }
})

test('every rule that buf found something with is one of a pair', () => {
  const paired = Object.values<readonly string[]>(pairs).flat()
  expect([...new Set(recorded.map(({type}) => type))].filter(type => !paired.includes(type))).toEqual([])
  expect(paired.filter(type => !recorded.some(each => each.type === type))).toEqual([])
})

test.runIf(buf !== undefined)('the record is what buf says', () => {
  expect(findingsOfBuf(buf, folder)).toEqual(recorded)
})

test.runIf(buf !== undefined && corpus !== undefined)('finds what buf finds in the corpus', () => {
  const compared: readonly Compared[] = compareWith(findingsOfBuf(buf, corpus), corpus)
  for (const {rule, onlyBuf, onlyMesh} of compared)
    expect({rule, onlyBuf, onlyMesh}).toEqual({rule, onlyBuf: [], onlyMesh: []})
})
