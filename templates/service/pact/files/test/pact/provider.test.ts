import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Verifier, type VerifierOptions} from '@pact-foundation/pact'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {service as name} from '../../src/about.js'
import {startService, type TestService} from '../service.js'
import {pactsOf} from './pacts.js'
import states, {type FilteredRequest} from './states.js'

const pacts = pactsOf(name).filter(({pact: {interactions = []}}) => interactions.length > 0)

const folder = mkdtempSync(join(tmpdir(), 'pact-'))
let service: TestService
beforeAll(async () => {
  vi.stubEnv('DEV_ISSUER_FILE', join(folder, 'issuer.json'))
  service = await startService({environment: {DEV_ISSUER_FILE: join(folder, 'issuer.json')}})
})
afterAll(async () => {
  await service.close()
  vi.unstubAllEnvs()
  rmSync(folder, {recursive: true})
})

test.runIf(pacts.length > 0)('what consumers rely on is kept', async () => {
  const {stateHandlers, requestFilter} = states({providerUrl: service.url})
  // pact-js calls a failing handler a success, so it is remembered here.
  const failures: unknown[] = []
  const guarded = Object.entries(stateHandlers).map(([state, handler]) => {
    const {setup, teardown} = typeof handler === 'function' ? {setup: handler, teardown: async () => {}} : handler
    const watched = (run: () => Promise<void>) => () => run().catch(error => void failures.push(error))
    return [state, {setup: watched(setup), teardown: watched(teardown)}]
  })
  const options: VerifierOptions = {
    provider: name,
    providerBaseUrl: service.url,
    pactUrls: pacts.map(({file}) => file),
    stateHandlers: Object.fromEntries(guarded),
    // pact-js types these by express, which is not here.
    requestFilter: (request: FilteredRequest, _response: unknown, next: (error?: unknown) => void) => {
      requestFilter(request).then(() => next(), next)
    },
    logLevel: 'error',
  }
  await new Verifier(options).verifyProvider()
  expect(failures).toEqual([])
})

test.runIf(pacts.length > 0)('every state that a consumer speaks of has a handler', () => {
  const interactions = pacts.flatMap(({pact}) => pact.interactions ?? [])
  const spoken = interactions.flatMap(({providerStates = []}) => providerStates.map(state => state.name))
  expect(Object.keys(states({providerUrl: service.url}).stateHandlers)).toEqual(expect.arrayContaining(spoken))
})
