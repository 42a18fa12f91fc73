import {allScopes, readScope} from '../scopes.js'
import type {StateScene} from './pact-states.js'

const path = '/api/v1/work-items'
const first = '00000000-0000-4000-8000-000000000001'

/** The states that consumers of the REST interface speak of. */
export function restStates({providerUrl, token, allow}: StateScene) {
  const send = async (method: string, address: string, body?: unknown) => {
    const response = await fetch(providerUrl + address, {
      method,
      headers: {
        authorization: `Bearer ${await token(allScopes)}`,
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
      setup: async () => allow([readScope]),
      teardown: async () => allow(undefined),
    },
  }
}
