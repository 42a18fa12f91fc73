import {MeshError} from '../../core/errors.js'
import type {Report} from '../../core/report.js'
import {didYouMean} from '../../core/suggest.js'
import type {Broker} from './broker.js'
import {type Link, linksOf, listOf, partOf, type Resource, textAt} from './resource.js'

/** What happened to a version: it runs in an environment, or users have it and keep it. */
export interface Happening {
  readonly pacticipant: string
  readonly version: string
  readonly environment: string
}

/** Tells the broker that a version was deployed; what ran there before does so no longer. */
export async function recordDeployment(
  broker: Broker,
  happening: Happening,
  /** Which of several instances of the application, each with a version of its own. */
  instance?: string,
): Promise<Report> {
  const {href} = await linkTo(broker, happening, 'pb:record-deployment')
  await broker.post(href, instance === undefined ? {} : {applicationInstance: instance})
  return done(`${happening.pacticipant} ${happening.version} is deployed to ${happening.environment}.`, happening)
}

/** Tells the broker that a version was released: an app or a library, of which several versions are in use at a time. */
export async function recordRelease(broker: Broker, happening: Happening): Promise<Report> {
  const {href} = await linkTo(broker, happening, 'pb:record-release')
  await broker.post(href, {})
  return done(`${happening.pacticipant} ${happening.version} is released to ${happening.environment}.`, happening)
}

/** Tells the broker that a participant runs there no longer. */
export async function recordUndeployment(
  broker: Broker,
  {pacticipant, environment}: Omit<Happening, 'version'>,
  instance?: string,
): Promise<Report> {
  const versions = await present(broker, environment, pacticipant, {
    relation: 'pb:currently-deployed-deployed-versions',
    list: 'deployedVersions',
  })
  const own = versions.filter(version => instance === undefined || textAt(version, 'applicationInstance') === instance)
  if (own.length === 0)
    throw new MeshError(
      `"${pacticipant}" is not recorded as deployed to "${environment}"${instance === undefined ? '' : ` as "${instance}"`}.`,
      'Check the names; "mesh pact environments" tells what runs where.',
    )
  if (own.length > 1 && instance === undefined)
    throw new MeshError(
      `"${pacticipant}" runs as ${own.length} instances in "${environment}".`,
      `Say which one with --instance: ${own.map(version => textAt(version, 'applicationInstance') ?? '(none)').join(', ')}.`,
    )
  const numbers: string[] = []
  for (const version of own) {
    await broker.patch(selfOf(version), {currentlyDeployed: false})
    numbers.push(numberOf(version))
  }
  const which = {pacticipant, environment, version: numbers.join(', ')}
  return done(`${pacticipant} ${which.version} is no longer deployed to ${environment}.`, which)
}

/** Tells the broker that a released version is supported no longer. */
export async function recordSupportEnded(
  broker: Broker,
  {pacticipant, version, environment}: Happening,
): Promise<Report> {
  const versions = await present(broker, environment, pacticipant, {
    relation: 'pb:currently-supported-released-versions',
    list: 'releasedVersions',
  })
  const own = versions.find(each => numberOf(each) === version)
  if (!own)
    throw new MeshError(
      `"${pacticipant}" ${version} is not recorded as released to "${environment}".${didYouMean(version, versions.map(numberOf))}`,
      'Check the names; "mesh pact environments" tells what is supported where.',
    )
  await broker.patch(selfOf(own), {currentlySupported: false})
  return done(`${pacticipant} ${version} is no longer supported in ${environment}.`, {
    pacticipant,
    version,
    environment,
  })
}

/** A version says itself in which environments it can be recorded. */
async function linkTo(broker: Broker, happening: Happening, relation: string): Promise<Link> {
  const {pacticipant, version, environment} = happening
  const found = await broker.find(await broker.address('pb:pacticipant-version', {pacticipant, version}))
  if (!found)
    throw new MeshError(
      `The Pact Broker knows no version "${version}" of "${pacticipant}".`,
      'Check the names, or publish its pacts or its verification results first.',
    )
  const links = linksOf(found, relation)
  const link = links.find(({name}) => name === environment)
  if (link) return link
  throw unknownEnvironment(
    environment,
    links.flatMap(({name}) => name ?? []),
  )
}

function unknownEnvironment(environment: string, known: readonly string[]): MeshError {
  return new MeshError(
    `The Pact Broker knows no environment "${environment}".${didYouMean(environment, known)}`,
    `It has ${known.map(name => `"${name}"`).join(', ')}; "mesh pact environments --create ${environment}" makes another.`,
  )
}

/** The versions of a participant that are in an environment now. */
async function present(
  broker: Broker,
  environment: string,
  pacticipant: string,
  {relation, list}: {readonly relation: string; readonly list: string},
): Promise<readonly Resource[]> {
  const environments = listOf(await broker.get(await broker.address('pb:environments')), '_embedded', 'environments')
  const found = environments.find(each => textAt(each, 'name') === environment)
  if (!found)
    throw unknownEnvironment(
      environment,
      environments.flatMap(each => textAt(each, 'name') ?? []),
    )
  const [link] = linksOf(found, relation)
  if (!link) return []
  const query = new URLSearchParams({pacticipant})
  return listOf(await broker.get(`${link.href}?${query}`), '_embedded', list)
}

function numberOf(version: Resource): string {
  return textAt(partOf(version, '_embedded', 'version'), 'number') ?? ''
}

function selfOf(resource: Resource): string {
  const [link] = linksOf(resource, 'self')
  if (!link) throw new Error('A recorded version has no address of its own.')
  return link.href
}

function done(summary: string, data: Happening): Report {
  return {outcome: 'pass', summary, findings: [], data: {...data}}
}
