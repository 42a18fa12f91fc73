import {realpath} from 'node:fs/promises'
import {isAbsolute, relative, resolve, sep} from 'node:path'
import {readJson} from '../../contracts/json/document.js'
import type {JsonDocument} from '../../contracts/json/node.js'
import {referencesIn} from '../../contracts/json/reference-walk.js'
import {isRemote, type Referred, targetOf} from '../../contracts/json/references.js'
import type {OpenApiContract} from '../../contracts/openapi/model.js'
import {readOpenApi} from '../../contracts/openapi/reader.js'
import {MeshError} from '../../core/errors.js'
import {readTextFile, shownPath} from '../../io/files.js'

/** More files than this are no contract, but a loop that makes ever new names. */
const mostFiles = 1000

/** The OpenAPI contract in a file, with the files that it refers to; those outside of `root` are not opened. */
export async function readContract(
  path: string,
  root: string,
  exemptPaths: readonly string[],
): Promise<OpenApiContract> {
  const name = shownPath(resolve(path))
  const document = await readDocument(name)
  const version = document.root.get('openapi')
  if (version === undefined)
    throw new MeshError(
      document.root.get('swagger') === undefined
        ? `"${name}" is not an OpenAPI contract: it has no "openapi" at its top.`
        : `"${name}" is an OpenAPI 2.0 contract, which is not read.`,
      'Give an OpenAPI 3 file with --contract, or paths with --path.',
    )
  return readOpenApi(document, {documents: await referredFrom(name, document, await folderOf(root, path)), exemptPaths})
}

async function readDocument(name: string): Promise<JsonDocument> {
  const {documents, problems} = readJson({path: name, text: await readTextFile(name)})
  const broken = problems.find(({kind}) => kind === 'syntax')
  if (broken) {
    const {line, column} = broken.location.start
    throw new MeshError(
      `"${name}" cannot be read: ${broken.message} (${line}:${column})`,
      'Mend the line that is named.',
    )
  }
  const [document] = documents
  if (document === undefined || !document.root.isObject)
    throw new MeshError(`"${name}" is empty, or no object.`, 'Name an OpenAPI file with --contract.')
  return document
}

/** Every file that references lead to, by its path. What cannot be read is missing, and so is what refers to it. */
async function referredFrom(name: string, document: JsonDocument, root: string): Promise<Map<string, Referred>> {
  const documents = new Map<string, Referred>([[name, document]])
  const open = [document]
  for (let next = open.pop(); next && documents.size < mostFiles; next = open.pop())
    for (const {node, ref} of referencesIn(next)) {
      const {path} = targetOf(node, ref)
      if (documents.has(path) || isRemote(path)) continue
      const found = await referred(path, root)
      documents.set(path, found)
      if (!('failure' in found)) open.push(found)
    }
  return documents
}

async function referred(path: string, root: string): Promise<Referred> {
  try {
    if (!isWithin(await realpath(path), root)) return {failure: `"${path}" is outside of the project.`}
    return await readDocument(path)
  } catch (error) {
    return {failure: error instanceof Error ? error.message : String(error)}
  }
}

/** The folder that references may not leave: that of the project, or of a contract that is given from elsewhere. */
async function folderOf(root: string, path: string): Promise<string> {
  const [project, file] = await Promise.all([realpath(root), realpath(path)])
  return isWithin(file, project) ? project : resolve(file, '..')
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
