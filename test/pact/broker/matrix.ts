import type {Reply} from './routes.js'
import type {BrokerStore, KeptPact, KeptVersion} from './store.js'

/** One consumer's pact and the provider's version that it would meet, if there is one. */
interface Meeting {
  readonly consumer: KeptVersion
  readonly pact: KeptPact
  readonly providerVersion: string | undefined
}

/** Answers whether a version fits the versions in an environment, or on main branches, as the real broker words it. */
export function matrixOf(store: BrokerStore, query: URLSearchParams, url: string): Reply {
  const pacticipant = query.get('q[][pacticipant]') ?? ''
  const environment = query.get('environment') ?? undefined
  const ignored = query.getAll('ignore[][pacticipant]')
  if (environment !== undefined && !store.environments.some(({name}) => name === environment))
    return {status: 400, content: {errors: [`Environment with name '${environment}' does not exist`]}}
  const number = query.get('q[][version]')
  const version =
    number === null ? store.latest(pacticipant, query.get('q[][branch]') ?? undefined) : store.find(pacticipant, number)
  if (!version) {
    const reason = `No pacts or verifications have been published for version ${number ?? 'latest'} of ${pacticipant}`
    return {status: 200, content: {summary: {deployable: false, reason, unknown: 0}, notices: [], matrix: []}}
  }
  const meetings = [...asConsumer(store, version, environment), ...asProvider(store, version, environment)]
  const rows = meetings.map(({consumer, pact, providerVersion}) => {
    const result = providerVersion === undefined ? undefined : store.result(pact.sha, providerVersion)
    const base = `${url}/pacts/provider/${encodeURIComponent(pact.provider)}/consumer/${encodeURIComponent(pact.consumer)}/pact-version/${pact.sha}`
    return {
      consumer: {name: pact.consumer, version: {number: consumer.number}},
      provider: {name: pact.provider, version: providerVersion === undefined ? null : {number: providerVersion}},
      pact: {_links: {self: {href: base}}},
      verificationResult: result
        ? {success: result.success, _links: {self: {href: `${base}/verification-results/${result.id}`}}}
        : null,
      ...(ignored.includes(pact.provider) || ignored.includes(pact.consumer) ? {ignored: true} : {}),
    }
  })
  const counting = rows.filter(row => !('ignored' in row))
  const failed = counting.filter(({verificationResult}) => verificationResult?.success === false).length
  const unknown = counting.filter(({verificationResult}) => verificationResult === null).length
  const deployable = failed > 0 ? false : unknown > 0 ? null : true
  const reason =
    rows.length === 0
      ? 'There are no missing dependencies'
      : failed > 0
        ? 'A verification failed'
        : unknown > 0
          ? `There is no verified pact between version ${version.number} of ${pacticipant} and the others`
          : 'All required verification results are published and successful'
  const notices = [{type: deployable === true ? 'success' : 'error', text: reason}]
  return {status: 200, content: {summary: {deployable, reason, failed, unknown}, notices, matrix: rows}}
}

function asConsumer(store: BrokerStore, consumer: KeptVersion, environment: string | undefined): Meeting[] {
  return [...consumer.pacts.values()].flatMap(pact => {
    const numbers = numbersOf(store, pact.provider, environment)
    const none: Meeting[] = [{consumer, pact, providerVersion: undefined}]
    return numbers.length === 0 ? none : numbers.map(providerVersion => ({consumer, pact, providerVersion}))
  })
}

function asProvider(store: BrokerStore, provider: KeptVersion, environment: string | undefined): Meeting[] {
  const consumers = new Set(store.versions.map(({pacticipant}) => pacticipant))
  return [...consumers].flatMap(name =>
    numbersOf(store, name, environment).flatMap(number => {
      const consumer = store.find(name, number)
      const pact = consumer?.pacts.get(provider.pacticipant)
      return consumer && pact ? [{consumer, pact, providerVersion: provider.number}] : []
    }),
  )
}

function numbersOf(store: BrokerStore, pacticipant: string, environment: string | undefined): string[] {
  if (environment !== undefined) return store.present(environment, pacticipant).map(({version}) => version)
  const latest = store.latest(pacticipant, 'main')
  return latest ? [latest.number] : []
}
