import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {developmentIssuerFile} from '../../src/platform/auth/settings.js'
import {allScopes} from '../scopes.js'
import * as kinds from './kinds.js'
import type {MessageMakers} from './message-makers.js'
import * as messages from './messages.js'
import type {PactStates, StateHandler, StateScene} from './pact-states.js'

/** What a verifier hands to a request filter; it may change the headers. */
export interface FilteredRequest {
  readonly headers: Record<string, string | string[] | undefined>
}

/** The messages that this service sends, by what consumers call them: they are made, not sent. */
export const messageProviders: MessageMakers = Object.assign({}, ...Object.values<MessageMakers>(messages))

/** The states that consumers speak of in their pacts. They are brought about through the service's own API, so that
 * they work wherever it runs; `mesh pact verify` and `npm test` use the same ones. */
export default function states({providerUrl}: {readonly providerUrl: string}) {
  const issuer = openDevelopmentIssuer(developmentIssuerFile(process.env))
  let allowed = allScopes
  const scene: StateScene = {
    providerUrl,
    token: async scopes => (await issuer).mint({subject: 'pact', scopes, roles: [], lifetime: 300}),
    allow: scopes => {
      allowed = scopes ?? allScopes
    },
  }
  const handlers = Object.values<PactStates>(kinds).map(kind => kind(scene))
  return {
    stateHandlers: Object.assign({}, ...handlers) as Readonly<Record<string, StateHandler>>, // Each of them is such a record.
    /** Pacts hold no tokens: they would expire. */
    requestFilter: async (request: FilteredRequest) => {
      request.headers['authorization'] = `Bearer ${await scene.token(allowed)}`
    },
  }
}
