import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {developmentIssuerFile} from '../../src/platform/auth/settings.js'

/** What a verifier hands to a request filter; it may change the headers. */
export interface FilteredRequest {
  readonly headers: Record<string, string | string[] | undefined>
}

const path = '/api/v1/work-items'
const first = '00000000-0000-4000-8000-000000000001'
const all = ['work-items:read', 'work-items:write']

/** The states that consumers speak of in their pacts. They are brought about through the service's own API, so that
 * they work wherever it runs; `mesh pact verify` and `npm test` use the same ones. */
export default function states({providerUrl}: {readonly providerUrl: string}) {
  const issuer = openDevelopmentIssuer(developmentIssuerFile(process.env))
  let allowed = all

  const token = async (scopes: readonly string[]) =>
    (await issuer).mint({subject: 'pact', scopes, roles: [], lifetime: 300})

  const send = async (method: string, address: string, body?: unknown) => {
    const response = await fetch(providerUrl + address, {
      method,
      headers: {
        authorization: `Bearer ${await token(all)}`,
        ...(body !== undefined && {'content-type': 'application/json'}),
      },
      ...(body !== undefined && {body: JSON.stringify(body)}),
    })
    const text = await response.text()
    return {status: response.status, text}
  }

  const currentVersion = async (): Promise<number> => {
    const {status, text} = await send('GET', `${path}/${first}`)
    if (status !== 200) throw new Error(`The example work item is not there: status ${status}. Set EXAMPLE_DATA=true.`)
    return JSON.parse(text).data.version
  }

  return {
    stateHandlers: {
      'a work item exists': async () => {
        await currentVersion()
      },
      'the work item was changed by somebody else': async () => {
        const version = await currentVersion()
        const {status} = await send('PATCH', `${path}/${first}`, {version, description: `After version ${version}`})
        if (status !== 200) throw new Error(`The work item could not be changed: status ${status}.`)
      },
      'there is no such work item': async () => {
        const {status} = await send('DELETE', `${path}/00000000-0000-4000-8000-0000000000ff`)
        if (status !== 404 && status !== 204) throw new Error(`The work item could not be deleted: status ${status}.`)
      },
      'the caller may only read': {
        setup: async () => {
          allowed = ['work-items:read']
        },
        teardown: async () => {
          allowed = all
        },
      },
    },
    /** Pacts hold no tokens: they would expire. */
    requestFilter: async (request: FilteredRequest) => {
      request.headers['authorization'] = `Bearer ${await token(allowed)}`
    },
  }
}
