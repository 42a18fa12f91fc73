import type {Checked, ReadContext} from '../index.js'
import {problemFindings} from '../json/problem.js'
import {referenceProblems} from '../json/reference-problems.js'
import type {AsyncApiContract} from './model.js'
import {structureProblems} from './structure.js'

/** Checks whether a document is AsyncAPI as its version demands. */
export function checkAsyncApi(contract: AsyncApiContract, {documents}: ReadContext): Checked {
  const {root, references, version, operations, topics} = contract.document
  const written = root.get('asyncapi')
  const facts = {version: written?.shown ?? 'Kafka topics', title: root.at('info', 'title')?.text}
  if (version === 'unknown') {
    const message = `AsyncAPI version "${written?.shown ?? ''}" is unknown; mesh reads 2.0 to 2.6, 3.0 and 3.1.`
    const findings = problemFindings(contract, 'asyncapi/version', [{at: written ?? root, message}])
    return {...facts, operations: 0, judgeable: false, findings}
  }
  if (version === 'topics') return {...facts, operations: topics.length, judgeable: true, findings: []}
  const parts = [...documents.values()].flatMap(part => ('failure' in part ? [] : part))
  return {
    ...facts,
    operations: operations.length,
    judgeable: true,
    findings: [
      ...problemFindings(
        contract,
        'asyncapi/reference',
        referenceProblems(new Set([root.document, ...parts]), references),
      ),
      ...problemFindings(contract, 'asyncapi/structure', structureProblems(contract.document)),
    ],
  }
}
