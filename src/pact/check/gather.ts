import {readJson} from '../../contracts/json/document.js'
import type {PactContract} from '../../contracts/pact/model.js'
import {readPactContract} from '../../contracts/pact/reader.js'
import type {AnyContract} from '../../core/rule.js'
import {Run} from '../../core/run.js'
import type {PactFile} from '../pacts/pact-file.js'

/** The pacts of one provider, beside its contracts. */
export interface Gathered {
  readonly provider: string
  readonly pacts: readonly PactContract[]
  readonly run: Run
}

/** Brings the pacts of a provider and its contracts together. */
export function gather(provider: string, files: readonly PactFile[], contracts: readonly AnyContract[]): Gathered {
  const pacts = files.map(contractOf)
  return {provider, pacts, run: new Run([...contracts, ...pacts])}
}

function contractOf({source}: PactFile): PactContract {
  const [document] = readJson(source).documents
  // `readPact` has read it.
  if (document === undefined) throw new Error(`"${source.path}" has no document.`)
  return readPactContract(document)
}
