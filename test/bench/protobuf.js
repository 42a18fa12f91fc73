// `mesh lint contracts` on protobuf files, whole processes in turn. MESH_PROTOS names a folder of them; without it, some
// are made. MESH_BUF names the binary of buf, which then lints the same folder with its category STANDARD.
import {mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {protobufFiles} from './protobuf/files.js'
import {inTurn} from './protobuf/process.js'

const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/** Prints seconds and memory of mesh (and buf), then what a megabyte costs in small and large sets of files. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  try {
    const all = join(folder, 'all.yaml')
    writeFileSync(all, 'lint: {extends: mesh:all}\n')
    const {MESH_PROTOS: given, MESH_BUF: buf} = process.env
    const files = given === undefined ? write(join(folder, 'some'), 85) : resolve(given)
    const lint = [mesh, 'lint', 'contracts', '.', '--format', 'json']
    const found = await inTurn(
      {
        mesh: [process.execPath, lint],
        'mesh, all rules': [process.execPath, [...lint, '--config', all]],
        ...(buf && {buf: [resolve(buf), ['lint', '.']]}),
      },
      files,
    )
    for (const [name, {seconds, megabytes}] of Object.entries(found)) {
      const ratio = found.buf && name !== 'buf' ? `, ${(seconds / found.buf.seconds).toFixed(2)} of buf's time` : ''
      print(`protobuf  ${sizeOf(files)}  ${name}: ${seconds.toFixed(2)} s, ${megabytes?.toFixed(0) ?? '?'} MB${ratio}`)
    }
    const small = await costPerMegabyte(write(join(folder, 'small'), 50), lint)
    const large = await costPerMegabyte(write(join(folder, 'large'), 1000), lint)
    print(
      `protobuf  a megabyte costs ${small.toFixed(3)} s in a small set, ${large.toFixed(3)} s in one 20 times as large`,
    )
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Seconds for a megabyte, without what the process takes to start. */
async function costPerMegabyte(folder, lint) {
  const started = await inTurn({version: [process.execPath, [mesh, '--version']]}, folder)
  const {mesh: whole} = await inTurn({mesh: [process.execPath, lint]}, folder)
  return (whole.seconds - started.version.seconds) / (bytesOf(folder) / 1e6)
}

function write(folder, packages) {
  for (const [path, text] of Object.entries(protobufFiles(packages))) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function protosIn(folder) {
  return readdirSync(folder, {recursive: true}).filter(path => path.endsWith('.proto'))
}

function bytesOf(folder) {
  return protosIn(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
}

function sizeOf(folder) {
  return `${protosIn(folder).length} files, ${(bytesOf(folder) / 1e6).toFixed(1)} MB`
}
