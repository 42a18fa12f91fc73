import type {Finding} from '../../core/finding.js'
import type {Checked, ReadContext} from '../index.js'
import {JsonNode, type Place} from '../json/node.js'
import {referenceProblems} from '../json/reference-problems.js'
import type {AsyncApiContract} from './model.js'
import {structureProblems} from './structure.js'

/** Checks whether a document is AsyncAPI as its version demands. */
export function checkAsyncApi(contract: AsyncApiContract, {documents}: ReadContext): Checked {
  const {root, references, version, operations, topics} = contract.document
  const written = root.get('asyncapi')
  const facts = {version: written?.shown ?? 'Kafka topics', title: root.at('info', 'title')?.text}
  if (version === 'unknown') {
    const message = `AsyncAPI version "${written?.shown ?? ''}" is unknown; mesh reads 2.x and 3.x.`
    const findings = found(contract, 'asyncapi/version', [{at: written ?? root, message}])
    return {...facts, operations: 0, judgeable: false, findings}
  }
  if (version === 'topics') return {...facts, operations: topics.length, judgeable: true, findings: []}
  const parts = [...documents.values()].flatMap(part => ('failure' in part ? [] : part))
  return {
    ...facts,
    operations: operations.length,
    judgeable: true,
    findings: [
      ...found(contract, 'asyncapi/reference', referenceProblems(new Set([root.document, ...parts]), references)),
      ...found(contract, 'asyncapi/structure', structureProblems(contract.document)),
    ],
  }
}

interface Problem {
  readonly at: Place
  readonly message: string
  readonly fix?: string
}

function found(contract: AsyncApiContract, rule: string, problems: readonly Problem[]): Finding[] {
  return problems
    .filter(({at}) => !contract.ignores?.(at, rule))
    .map(({at, message, fix}) => ({
      rule,
      severity: 'error',
      message,
      location: contract.locate(at),
      element: (at instanceof JsonNode ? at : at.node).element,
      ...(fix !== undefined && {fix}),
    }))
}
