import {allScopes, readScope} from '../scopes.js'
import type {StateScene} from './pact-states.js'

const first = '00000000-0000-4000-8000-000000000001'

/** The states that consumers of the GraphQL interface speak of. */
export function graphqlStates({providerUrl, token, allow}: StateScene) {
  const ask = async (query: string, variables: Readonly<Record<string, unknown>>) => {
    const response = await fetch(`${providerUrl}/graphql`, {
      method: 'POST',
      headers: {authorization: `Bearer ${await token(allScopes)}`, 'content-type': 'application/json'},
      body: JSON.stringify({query, variables}),
    })
    const {data, errors} = JSON.parse(await response.text())
    if (errors) throw new Error(`The service refused: ${JSON.stringify(errors)}`)
    return data
  }

  const currentVersion = async (): Promise<number> => {
    const {workItem} = await ask('query($id: ID!) { workItem(id: $id) { version } }', {id: first})
    if (!workItem) throw new Error('The example work item is not there. Set EXAMPLE_DATA=true.')
    return workItem.version
  }

  return {
    'a work item exists': async () => {
      await currentVersion()
    },
    'the work item was changed by somebody else': async () => {
      const version = await currentVersion()
      const change = 'mutation($input: UpdateWorkItemInput!) { updateWorkItem(input: $input) { errors { code } } }'
      const input = {id: first, version, description: `After version ${version}`}
      const {updateWorkItem} = await ask(change, {input})
      if (updateWorkItem.errors.length > 0) throw new Error('The work item could not be changed.')
    },
    'the caller may only read': {
      setup: async () => allow([readScope]),
      teardown: async () => allow(undefined),
    },
  }
}
