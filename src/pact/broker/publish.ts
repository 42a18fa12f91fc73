import {counted} from '../../core/counted.js'
import type {Line, Report} from '../../core/report.js'
import {mustHaveInteractions} from '../pacts/must-have-interactions.js'
import type {PactFile} from '../pacts/pact-file.js'
import {readPacts} from '../pacts/read-pacts.js'
import type {Broker} from './broker.js'
import {failureOf, noticesIn, saidIn} from './failure.js'
import {linksOf, type Resource} from './resource.js'
import type {ApplicationVersion} from './version.js'

export interface PublishOptions {
  /** Pact files, and folders that hold them. */
  readonly paths: readonly string[]
  readonly version: ApplicationVersion
  readonly tags: readonly string[]
  /** Whether pacts are added to those that another part of the same build has published for the version. */
  readonly merge: boolean
  /** Without it nothing is sent. */
  readonly broker: Broker | undefined
}

/** What became of the pacts of one consumer. */
interface Published {
  readonly consumer: string
  readonly pacts: readonly PactFile[]
  readonly refused: boolean
  readonly line: Line
  readonly addresses: readonly string[]
}

/** Publishes pacts: all of one consumer at once, so that the broker never knows half of a version. */
export async function publishPacts(options: PublishOptions): Promise<Report> {
  const {pacts, strangers} = await readPacts(options.paths)
  for (const pact of pacts) mustHaveInteractions(pact, 'publishing it would promise nothing')
  const consumers = new Map<string, PactFile[]>()
  for (const pact of pacts) consumers.set(pact.consumer, [...(consumers.get(pact.consumer) ?? []), pact])
  const done: Published[] = []
  for (const [consumer, own] of consumers) done.push(await publishFor(consumer, own, options))
  const refused = done.filter(each => each.refused)
  const number = pacts.length - refused.flatMap(each => each.pacts).length
  const {version, broker} = options
  return {
    outcome: refused.length > 0 ? 'fail' : 'pass',
    summary: broker
      ? `${counted(number, 'pact')} published as version ${version.number}${version.branch === undefined ? '' : ` of branch ${version.branch}`}${refused.length > 0 ? `; ${counted(refused.length, 'consumer')} refused` : ''}.`
      : `${counted(number, 'pact')} would be published as version ${version.number}.`,
    findings: [],
    lines: [
      ...done.map(({line}) => line),
      ...strangers.map(path => ({mark: 'plain' as const, text: `${path} is not a pact: left out.`})),
    ],
    next:
      refused.length > 0
        ? ['Publish changed pacts under a version of their own: every commit is one.']
        : [`mesh pact can-i-deploy --pacticipant ${consumers.keys().next().value} --version ${version.number} …`],
    data: {
      version: version.number,
      branch: version.branch ?? null,
      published: broker !== undefined,
      pacts: done.flatMap(({consumer, pacts: own, refused: isRefused, addresses}) =>
        own.map(({source, provider, interactions}, index) => ({
          path: source.path,
          consumer,
          provider,
          interactions: interactions.length,
          outcome: isRefused ? 'refused' : broker ? 'published' : 'planned',
          url: addresses[index] ?? null,
        })),
      ),
    },
  }
}

async function publishFor(consumer: string, pacts: readonly PactFile[], options: PublishOptions): Promise<Published> {
  const {broker} = options
  const text = `${consumer} → ${pacts.map(({provider}) => provider).join(', ')}`
  if (!broker) {
    const files = pacts.map(
      ({source, interactions}) => `${source.path}, ${counted(interactions.length, 'interaction')}`,
    )
    return {consumer, pacts, refused: false, addresses: [], line: {mark: 'plain', text, details: files}}
  }
  const url = await broker.address('pb:publish-contracts')
  const answer = await broker.send('POST', url, bodyFor(consumer, pacts, options), [400, 409])
  const {status, body = {}} = answer
  if (status === 400) throw failureOf(answer)
  if (status === 409) {
    // The broker shows what differs behind the sentence that says so.
    const notices = noticesIn(body).flatMap(notice => notice.text.split('\n'))
    const details = notices.length > 0 ? notices : [saidIn(body)]
    return {consumer, pacts, refused: true, addresses: [], line: {mark: 'bad', text: `${text}: refused`, details}}
  }
  const told = noticesIn(body).filter(({type}) => type === 'success' || type === 'warning' || type === 'danger')
  const details = told.map(notice => notice.text.trim())
  return {consumer, pacts, refused: false, addresses: addressesIn(body), line: {mark: 'good', text, details}}
}

function addressesIn(body: Resource): string[] {
  return linksOf(body, 'pb:contracts').map(({href}) => href)
}

function bodyFor(consumer: string, pacts: readonly PactFile[], {version, tags, merge}: PublishOptions): object {
  return {
    pacticipantName: consumer,
    pacticipantVersionNumber: version.number,
    ...(version.branch !== undefined && {branch: version.branch}),
    ...(version.buildUrl !== undefined && {buildUrl: version.buildUrl}),
    tags,
    contracts: pacts.map(({provider, source}) => ({
      consumerName: consumer,
      providerName: provider,
      specification: 'pact',
      contentType: 'application/json',
      content: Buffer.from(source.text).toString('base64'),
      ...(merge && {onConflict: 'merge'}),
    })),
  }
}
