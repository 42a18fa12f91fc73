import {MessageProviderPact} from '@pact-foundation/pact'
import {expect, test} from 'vitest'
import {service as name} from '../../src/about.js'
import {pactsOf} from './pacts.js'
import {messageProviders} from './states.js'

const pacts = pactsOf(name).filter(({pact: {messages = []}}) => messages.length > 0)

test.runIf(pacts.length > 0)('messages are what consumers rely on', async () => {
  await new MessageProviderPact({
    provider: name,
    pactUrls: pacts.map(({file}) => file),
    messageProviders: {...messageProviders},
    logLevel: 'error',
  }).verify()
})

test.runIf(pacts.length > 0)('every message that a consumer speaks of is made', () => {
  const spoken = pacts.flatMap(({pact}) => pact.messages ?? []).map(({description}) => description)
  expect(Object.keys(messageProviders)).toEqual(expect.arrayContaining(spoken))
})
