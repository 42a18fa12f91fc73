import {counted} from '../../core/counted.js'
import type {Report} from '../../core/report.js'
import type {Broker} from './broker.js'
import {type Link, linksOf, listOf, partOf, type Resource, textAt} from './resource.js'

/** An environment as the broker is to know it. */
export interface NewEnvironment {
  readonly name: string
  readonly displayName: string | undefined
  readonly production: boolean
}

export async function createEnvironment(
  broker: Broker,
  {name, displayName, production}: NewEnvironment,
): Promise<Report> {
  await broker.post(await broker.address('pb:environments'), {name, displayName: displayName ?? name, production})
  const summary = `Environment "${name}" is there${production ? ', as one of production' : ''}.`
  return {outcome: 'pass', summary, findings: [], data: {name, production}}
}

/** Lists the environments and which versions are in each of them. */
export async function listEnvironments(broker: Broker): Promise<Report> {
  const found = listOf(await broker.get(await broker.address('pb:environments')), '_embedded', 'environments')
  const environments = await Promise.all(
    found.map(async each => ({
      name: textAt(each, 'name') ?? '',
      production: each['production'] === true,
      deployed: await versionsAt(broker, linksOf(each, 'pb:currently-deployed-deployed-versions'), 'deployedVersions'),
      released: await versionsAt(broker, linksOf(each, 'pb:currently-supported-released-versions'), 'releasedVersions'),
    })),
  )
  const rows = environments.flatMap(({name, production, deployed, released}) => {
    const versions = [
      ...deployed.map(version => [version, 'deployed'] as const),
      ...released.map(version => [version, 'released'] as const),
    ]
    const kind = production ? 'production' : 'test'
    if (versions.length === 0) return [[name, kind, '–', '–', '–']]
    return versions.map(([{pacticipant, version}, how]) => [name, kind, pacticipant, version, how])
  })
  return {
    outcome: 'pass',
    summary: `${counted(environments.length, 'environment')}.`,
    findings: [],
    tables: [{columns: ['environment', 'kind', 'application', 'version', 'how'], rows}],
    data: {environments},
  }
}

async function versionsAt(broker: Broker, [link]: readonly Link[], list: string) {
  if (!link) return []
  return listOf(await broker.get(link.href), '_embedded', list).map(versionOf)
}

function versionOf(resource: Resource): {readonly pacticipant: string; readonly version: string} {
  return {
    pacticipant: textAt(partOf(resource, '_embedded', 'pacticipant'), 'name') ?? '',
    version: textAt(partOf(resource, '_embedded', 'version'), 'number') ?? '',
  }
}
