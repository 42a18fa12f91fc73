import {resolve} from 'node:path'
import {jsonKindNames, kinds, textKindOf, textKinds} from '../../contracts/index.js'
import {MeshError} from '../../core/errors.js'
import type {AnyContract} from '../../core/rule.js'
import type {Source} from '../../core/source.js'
import {shownPath} from '../../io/files.js'
import type {ProviderContract, Reading} from './request.js'

/** The contracts of a provider. What cannot be read, or describes nothing that a pact could ask for, is a MeshError. */
export async function readContracts(files: readonly ProviderContract[], request: Reading): Promise<AnyContract[]> {
  const paths = [...new Set(files.map(({path}) => resolve(request.cwd, path)))]
  const contracts: AnyContract[] = []
  const schemas: Source[] = []
  for (const path of paths) {
    const kind = textKindOf(path)
    if (kind === 'graphql') schemas.push(await request.loader.loadSource(path))
    else if (kind === undefined) contracts.push(...(await readJsonContracts(path, request)))
    else
      throw new MeshError(
        `"${shownPath(path, request.cwd)}" is a ${textKinds[kind].title} file, which pacts are not checked against.`,
        'Name OpenAPI, AsyncAPI or GraphQL files with --contract.',
      )
  }
  if (schemas.length > 0) contracts.push(...(await textKinds.graphql.read(schemas)))
  return contracts
}

async function readJsonContracts(path: string, {loader, root, cwd, exemptPaths}: Reading): Promise<AnyContract[]> {
  const shown = shownPath(path, cwd)
  const text = await loader.load(path)
  const {documents} = text
  // Other problems are for the linter.
  const broken = documents.length > 0 ? undefined : text.problems.find(({kind}) => kind === 'syntax')
  if (broken) {
    const {line, column} = broken.location.start
    throw new MeshError(
      `"${shown}" cannot be read: ${broken.message} (${line}:${column})`,
      'Mend the line that is named; "mesh lint contracts" tells more.',
    )
  }
  const found: AnyContract[] = []
  for (const document of documents) {
    const kind = jsonKindNames.find(name => kinds[name].matches(document))
    if (kind === undefined) continue
    if (document.root.get('swagger') !== undefined)
      throw new MeshError(`"${shown}" is an OpenAPI 2.0 contract, which is not read.`, 'Convert it to OpenAPI 3 first.')
    const {documents: referred} = await loader.referredFrom(document, root)
    found.push(await kinds[kind].read(document, {documents: referred, exemptPaths}))
  }
  if (found.length === 0)
    throw new MeshError(
      `"${shown}" is not a contract: it has no "openapi" or "asyncapi" at its top.`,
      'Name OpenAPI, AsyncAPI or GraphQL files with --contract.',
    )
  return found
}
