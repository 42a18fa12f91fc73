import {randomUUID} from 'node:crypto'
import type {BrokerStore, KeptPact, Presence} from './store.js'

export interface Reply {
  readonly status: number
  readonly content?: object
}

interface Call {
  readonly store: BrokerStore
  readonly values: Readonly<Record<string, string>>
  readonly body: Record<string, unknown>
  /** Of the broker itself. */
  readonly url: string
  readonly query: URLSearchParams
}

interface Route {
  readonly method: string
  readonly path: string
  readonly run: (call: Call) => Reply
}

const at = (url: string, ...segments: string[]) => `${url}/${segments.map(encodeURIComponent).join('/')}`

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '',
    run: ({url}) => ({
      status: 200,
      content: {
        _links: {
          'pb:publish-contracts': {href: `${url}/contracts/publish`},
          'pb:pacticipant-version': {href: `${url}/pacticipants/{pacticipant}/versions/{version}`, templated: true},
          'pb:pacticipant-branch-version': {
            href: `${url}/pacticipants/{pacticipant}/branches/{branch}/versions/{version}`,
            templated: true,
          },
          'pb:provider-pacts-for-verification': {
            href: `${url}/pacts/provider/{provider}/for-verification`,
            templated: true,
          },
          'pb:environments': {href: `${url}/environments`},
          'pb:latest-pact-versions': {href: `${url}/pacts/latest`},
        },
      },
    }),
  },
  {method: 'POST', path: 'contracts/publish', run: publish},
  {method: 'POST', path: 'pacts/provider/:provider/for-verification', run: forVerification},
  {
    method: 'GET',
    path: 'pacts/provider/:provider/consumer/:consumer/pact-version/:sha',
    run: ({store, values, url}) => {
      const pact = store.pactBySha(values['sha'] ?? '')
      if (!pact) return {status: 404, content: {error: 'No pact.'}}
      const self = addressOf(url, pact)
      const results = `${self}/verification-results`
      const links = {
        self: {href: self},
        'pb:publish-verification-results': {href: results},
        'pb:latest-verification-results': {href: `${results}/latest`},
      }
      return {status: 200, content: {...pact.content, createdAt: '2026-01-01T00:00:00+00:00', _links: links}}
    },
  },
  {
    method: 'POST',
    path: 'pacts/provider/:provider/consumer/:consumer/pact-version/:sha/verification-results',
    run: ({store, values, body}) => {
      const {provider = '', sha = ''} = values
      const providerVersion = text(body['providerApplicationVersion'])
      store.version(provider, providerVersion)
      const id = store.results.length + 1
      store.results.push({id, sha, provider, providerVersion, success: body['success'] === true, body})
      return {status: 201, content: body}
    },
  },
  {
    method: 'GET',
    path: 'pacts/provider/:provider/consumer/:consumer/pact-version/:sha/verification-results/:id',
    run: ({store, values}) => {
      const {id, sha} = values
      const own = store.results.filter(each => each.sha === sha)
      const found = id === 'latest' ? own.at(-1) : own.find(each => `${each.id}` === id)
      return found ? {status: 200, content: found.body} : {status: 404, content: {}}
    },
  },
  {
    method: 'PUT',
    path: 'pacticipants/:pacticipant/branches/:branch/versions/:version',
    run: ({store, values}) => {
      const {pacticipant = '', branch = '', version = ''} = values
      store.version(pacticipant, version).branches.add(branch)
      return {status: 201, content: {_links: {}}}
    },
  },
  {
    method: 'PUT',
    path: 'pacticipants/:pacticipant/versions/:version',
    run: ({store, values}) => {
      store.version(values['pacticipant'] ?? '', values['version'] ?? '')
      return {status: 201, content: {_links: {}}}
    },
  },
  {
    method: 'GET',
    path: 'pacticipants/:pacticipant/versions/:version',
    run: ({store, values, url}) => {
      const {pacticipant = '', version = ''} = values
      if (!store.find(pacticipant, version)) return {status: 404, content: {error: 'No version.'}}
      const link = (how: string) =>
        store.environments.map(({uuid, name}) => ({
          name,
          href: at(url, 'pacticipants', pacticipant, 'versions', version, how, 'environment', uuid),
        }))
      const links = {'pb:record-deployment': link('deployed-versions'), 'pb:record-release': link('released-versions')}
      return {status: 200, content: {number: version, _links: links}}
    },
  },
  {
    method: 'POST',
    path: 'pacticipants/:pacticipant/versions/:version/deployed-versions/environment/:uuid',
    run: call => record(call, 'deployed'),
  },
  {
    method: 'POST',
    path: 'pacticipants/:pacticipant/versions/:version/released-versions/environment/:uuid',
    run: call => record(call, 'released'),
  },
  {method: 'PATCH', path: 'deployed-versions/:uuid', run: end},
  {method: 'PATCH', path: 'released-versions/:uuid', run: end},
  {
    method: 'GET',
    path: 'environments',
    run: ({store, url}) => ({
      status: 200,
      content: {
        _embedded: {
          environments: store.environments.map(each => ({
            ...each,
            _links: {
              'pb:currently-deployed-deployed-versions': {href: at(url, 'environments', each.uuid, 'deployed')},
              'pb:currently-supported-released-versions': {href: at(url, 'environments', each.uuid, 'released')},
            },
          })),
        },
      },
    }),
  },
  {
    method: 'POST',
    path: 'environments',
    run: ({store, body}) => {
      const name = text(body['name'])
      if (store.environments.some(each => each.name === name))
        return {status: 400, content: {errors: {name: [`Another environment with name '${name}' already exists.`]}}}
      const uuid = randomUUID()
      store.environments.push({uuid, name, displayName: text(body['displayName']), production: !!body['production']})
      return {status: 201, content: {uuid, name}}
    },
  },
  {method: 'GET', path: 'environments/:uuid/deployed', run: call => listPresent(call, 'deployed')},
  {method: 'GET', path: 'environments/:uuid/released', run: call => listPresent(call, 'released')},
  {
    method: 'GET',
    path: 'pacts/latest',
    run: ({store, url}) => {
      const consumers = [...new Set(store.versions.map(({pacticipant}) => pacticipant))]
      const latest = consumers.flatMap(consumer => {
        const version = store.versions.filter(each => each.pacticipant === consumer && each.pacts.size > 0).at(-1)
        return [...(version?.pacts.values() ?? [])]
      })
      const pacts = latest.map(pact => ({
        _embedded: {consumer: {name: pact.consumer}, provider: {name: pact.provider}},
        _links: {self: [{href: addressOf(url, pact)}]},
      }))
      return {status: 200, content: {pacts}}
    },
  },
]

function addressOf(url: string, {provider, consumer, sha}: KeptPact): string {
  return at(url, 'pacts', 'provider', provider, 'consumer', consumer, 'pact-version', sha)
}

function publish({store, body, url}: Call): Reply {
  const consumer = text(body['pacticipantName'])
  const number = text(body['pacticipantVersionNumber'])
  const contracts = body['contracts'] as {providerName: string; content: string; onConflict?: string}[] // as sent
  const version = store.version(consumer, number)
  const kept = contracts.map(({providerName, content}) =>
    store.keep(consumer, providerName, JSON.parse(Buffer.from(content, 'base64').toString())),
  )
  const changed = kept.find(pact => {
    const known = version.pacts.get(pact.provider)
    return known && known.sha !== pact.sha && !contracts.some(({onConflict}) => onConflict === 'merge')
  })
  if (changed) {
    const sentence = `Cannot change the content of the pact for ${consumer} version ${number} and provider ${changed.provider}.`
    const notices = [
      {type: 'error', text: sentence},
      {type: 'info', text: ' ... ,\n-    "path": "/users/9"\n+    "path": "/users/8"'},
    ]
    return {status: 409, content: {notices, errors: {contracts: [sentence]}}}
  }
  if (typeof body['branch'] === 'string') version.branches.add(body['branch'])
  for (const tag of (body['tags'] as string[]) ?? []) version.tags.add(tag) // as sent
  for (const pact of kept) version.pacts.set(pact.provider, pact)
  const notices = kept.flatMap(({provider}) => [
    {type: 'debug', text: `Created ${consumer} version ${number}`},
    {type: 'success', text: `Pact successfully published for ${consumer} version ${number} and provider ${provider}.`},
  ])
  return {status: 200, content: {notices, _links: {'pb:contracts': kept.map(pact => ({href: addressOf(url, pact)}))}}}
}

function forVerification({store, values, body, url}: Call): Reply {
  const provider = values['provider'] ?? ''
  const branch = text(body['providerVersionBranch'])
  const since = body['includeWipPactsSince']
  if (since !== undefined && !/^\d{4}-\d\d-\d\d$/.test(text(since)))
    return {status: 400, content: {errors: {includeWipPactsSince: ['must be a date']}}}
  const found = store.toVerify(provider, branch === '' ? undefined : branch, since !== undefined)
  const pacts = found.map(({pact, version, why, wip}) => {
    const verified = store.results.some(each => each.sha === pact.sha && each.success)
    const pending = wip || (body['includePendingStatus'] === true && !verified)
    return {
      shortDescription: why,
      verificationProperties: {
        ...((wip || body['includePendingStatus'] === true) && {pending}),
        ...(wip && {wip}),
        notices: [{when: 'before_verification', text: `The pact is being verified because it is ${why}.`}],
      },
      _links: {
        self: {href: addressOf(url, pact), name: `Pact between ${pact.consumer} (${version.number}) and ${provider}`},
      },
    }
  })
  return {status: 200, content: {_embedded: {pacts}}}
}

function record({store, values, body}: Call, how: Presence['how']): Reply {
  const {pacticipant = '', version = '', uuid} = values
  const environment = store.environments.find(each => each.uuid === uuid)?.name ?? ''
  const instance = typeof body['applicationInstance'] === 'string' ? body['applicationInstance'] : undefined
  if (how === 'deployed')
    for (const each of store.present(environment, pacticipant))
      if (each.how === how && each.instance === instance) each.current = false
  store.presences.push({uuid: randomUUID(), pacticipant, version, environment, how, instance, current: true})
  return {status: 201, content: {_links: {}}}
}

function end({store, values}: Call): Reply {
  const found = store.presences.find(({uuid}) => uuid === values['uuid'])
  if (!found) return {status: 404, content: {}}
  found.current = false
  return {status: 200, content: {uuid: found.uuid}}
}

function listPresent({store, values, query, url}: Call, how: Presence['how']): Reply {
  const environment = store.environments.find(each => each.uuid === values['uuid'])?.name ?? ''
  const own = store.present(environment, query.get('pacticipant') ?? undefined).filter(each => each.how === how)
  const versions = own.map(each => ({
    uuid: each.uuid,
    ...(each.instance !== undefined && {applicationInstance: each.instance}),
    _embedded: {pacticipant: {name: each.pacticipant}, version: {number: each.version}},
    _links: {self: {href: at(url, `${how}-versions`, each.uuid)}},
  }))
  return {status: 200, content: {_embedded: {[`${how}Versions`]: versions}}}
}
