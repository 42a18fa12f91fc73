import {dirname, relative, resolve, sep} from 'node:path'
import {MeshError} from '../../../core/errors.js'
import {readTextFile, shownPath} from '../../../io/files.js'

/** A ConfigMap may hold 1 MiB, its own words among that. */
const mostBytes = 1_000_000

/** A file that the workers read. */
export interface MountedFile {
  /** Its key in the ConfigMap: no slash may be in it. */
  readonly key: string
  /** Its path below the folder that the ConfigMap is mounted in. */
  readonly path: string
  readonly text: string
}

/** Files of the project for a ConfigMap: they lie to each other, and to the folder of mesh.yaml, as they do here. */
export interface Mounted {
  readonly files: readonly MountedFile[]
  /** The folder of mesh.yaml below that of the mount; empty when it is the same. */
  readonly folder: string
}

/** Reads what the workers need beside `config`, the text of their mesh.yaml; of the recording `har` only what is sent. */
export async function mount(
  paths: readonly string[],
  root: string,
  config: string,
  har: string | undefined,
): Promise<Mounted> {
  const all = [...new Set(paths.map(path => resolve(path)))]
  const folder = resolve(root)
  const top = commonFolder([folder, ...all.map(path => dirname(path))])
  const below = (path: string) => relative(top, path).split(sep).join('/')
  const read = await Promise.all(
    all.map(async path => ({path: below(path), text: await textOf(path, har !== undefined && path === resolve(har))})),
  )
  const files = [{path: below(resolve(folder, 'mesh.yaml')), text: config}, ...read]
  const size = files.reduce((sum, {text}) => sum + Buffer.byteLength(text), 0)
  if (size > mostBytes)
    throw new MeshError(
      `What the workers have to read is ${size.toLocaleString('en')} bytes long, and a ConfigMap takes ${mostBytes.toLocaleString('en')}.`,
      'Take a contract with only the operations that are to be loaded, or bring the files in the image and write the Job by hand.',
    )
  return {files: files.map((file, index) => ({key: `file-${index}`, ...file})), folder: below(folder)}
}

/** Who may read a ConfigMap is no reason to see the session of somebody. */
async function textOf(path: string, isRecording: boolean): Promise<string> {
  const text = await readTextFile(path, shownPath(path))
  if (!isRecording) return text
  const {withoutSession} = await import('../../source/har-scenario.js')
  return withoutSession(text, shownPath(path))
}

function commonFolder(folders: readonly string[]): string {
  let [top = sep] = folders
  const isBelow = (folder: string) => folder === top || folder.startsWith(top.endsWith(sep) ? top : top + sep)
  while (!folders.every(isBelow)) top = dirname(top)
  return top
}
