import type {Checked, ReadContext} from '../index.js'
import type {JsonNode} from '../json/node.js'
import {type Problem, problemFindings} from '../json/problem.js'
import {referenceProblems} from '../json/reference-problems.js'
import type {OpenApiContract} from './model.js'
import {wrongKind} from './reference-kind.js'
import {structureProblems} from './structure.js'

/** Checks whether a document is OpenAPI as its version demands. */
export async function checkOpenApi(contract: OpenApiContract, {documents}: ReadContext): Promise<Checked> {
  const {root, references, operations, outgoing} = contract.document
  const facts = {
    version: (root.get('openapi') ?? root.get('swagger'))?.shown ?? '',
    title: root.at('info', 'title')?.text,
  }
  const refused = versionProblem(root)
  if (refused)
    return {
      ...facts,
      operations: 0,
      judgeable: false,
      findings: problemFindings(contract, 'openapi/version', [refused]),
    }
  const parts = [...documents.values()].flatMap(part => ('failure' in part ? [] : part))
  return {
    ...facts,
    // A document of webhooks alone is about those.
    operations: operations.length || outgoing.length,
    judgeable: true,
    findings: [
      ...problemFindings(
        contract,
        'openapi/reference',
        referenceProblems(new Set([root.document, ...parts]), references, wrongKind),
      ),
      ...problemFindings(contract, 'openapi/structure', await structureProblems(contract.document)),
    ],
  }
}

function versionProblem(root: JsonNode): Problem | undefined {
  const swagger = root.get('swagger')
  const openapi = root.get('openapi')
  if (!openapi && swagger)
    return {at: swagger, message: `OpenAPI ${swagger.shown} is not judged; mesh reads 3.0, 3.1 and 3.2.`}
  if (!openapi) return {at: root, message: 'The document does not say which version of OpenAPI it is.'}
  const version = openapi.shown
  if (/^3\.[012](?:\.|$)/.test(version)) return undefined
  return {at: openapi, message: `OpenAPI version "${version}" is unknown; mesh reads 3.0, 3.1 and 3.2.`}
}
