import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** What the tests want to know of a pact file. */
export interface Pact {
  readonly provider: {readonly name: string}
  readonly interactions?: readonly {readonly providerStates?: readonly {readonly name: string}[]}[]
  readonly messages?: readonly {readonly description: string}[]
}

/** The pacts of a provider. The folder holds what this service expects of others, too. */
export function pactsOf(provider: string): readonly {readonly file: string; readonly pact: Pact}[] {
  return readdirSync('pacts')
    .filter(file => file.endsWith('.json'))
    .map(file => ({file: join('pacts', file), pact: JSON.parse(readFileSync(join('pacts', file), 'utf8'))}))
    .filter(({pact}) => pact.provider.name === provider)
}
