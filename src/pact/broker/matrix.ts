import {MeshError} from '../../core/errors.js'
import type {Broker} from './broker.js'
import {failureOf, noticesIn} from './failure.js'
import {linksOf, listOf, partOf, type Resource, textAt} from './resource.js'

/** Which versions must have been verified with each other. */
export interface MatrixQuestion {
  readonly pacticipant: string
  /** A version, or the latest of a branch. */
  readonly version: string | undefined
  readonly branch: string | undefined
  /** The environment to deploy to; without it, the main branches of the others count, as before a merge. */
  readonly environment: string | undefined
  /** Participants whose results do not matter. */
  readonly ignore: readonly string[]
}

/** How the version and one of its counterparts do. */
export interface MatrixRow {
  readonly consumer: string
  readonly consumerVersion: string | undefined
  readonly provider: string
  /** Undefined when no version of it is where the question asks. */
  readonly providerVersion: string | undefined
  readonly state: 'verified' | 'failed' | 'never verified' | 'ignored'
  /** The pact, as a page for people. */
  readonly pact: string | undefined
  /** Interactions that failed, with what was wrong about each. */
  readonly failures: readonly {readonly description: string; readonly mismatches: readonly string[]}[]
}

/** The broker's answer. `deployable` is null when nobody has verified yet what would have to be known. */
export interface Matrix {
  readonly deployable: boolean | null
  readonly reason: string
  readonly unknown: number
  readonly rows: readonly MatrixRow[]
}

/** Asks the broker whether a version fits the versions that it would meet. */
export async function askMatrix(broker: Broker, question: MatrixQuestion): Promise<Matrix> {
  const answer = await broker.send('GET', `${broker.url}/matrix?${queryOf(question)}`, undefined, [400])
  const {status, body = {}} = answer
  // The broker knows neither the environment nor the participant: both can be mended here.
  if (status === 400)
    throw new MeshError(failureOf(answer).message, 'Check the names; "mesh pact environments" lists the environments.')
  const summary = partOf(body, 'summary')
  const {deployable, unknown} = summary
  const rows = await Promise.all(listOf(body, 'matrix').map(row => rowOf(broker, row)))
  return {
    deployable: typeof deployable === 'boolean' ? deployable : null,
    reason:
      noticesIn(body)
        .map(({text}) => text)
        .join('\n') ||
      (textAt(summary, 'reason') ?? ''),
    unknown: typeof unknown === 'number' ? unknown : 0,
    rows,
  }
}

function queryOf({pacticipant, version, branch, environment, ignore}: MatrixQuestion): string {
  const query = new URLSearchParams([['q[][pacticipant]', pacticipant]])
  if (version !== undefined) query.append('q[][version]', version)
  else {
    if (branch !== undefined) query.append('q[][branch]', branch)
    query.append('q[][latest]', 'true')
  }
  if (environment === undefined) {
    query.append('latestby', 'cvp')
    query.append('latest', 'true')
    query.append('mainBranch', 'true')
  } else {
    query.append('latestby', 'cvpv')
    query.append('environment', environment)
  }
  for (const name of ignore) query.append('ignore[][pacticipant]', name)
  return query.toString()
}

async function rowOf(broker: Broker, row: Resource): Promise<MatrixRow> {
  const result = partOf(row, 'verificationResult')
  const {success} = result
  return {
    consumer: textAt(partOf(row, 'consumer'), 'name') ?? '',
    consumerVersion: textAt(partOf(row, 'consumer', 'version'), 'number'),
    provider: textAt(partOf(row, 'provider'), 'name') ?? '',
    providerVersion: textAt(partOf(row, 'provider', 'version'), 'number'),
    state: row['ignored'] === true ? 'ignored' : stateOf(success),
    pact: linksOf(partOf(row, 'pact'), 'self')[0]?.href,
    failures: success === false ? await failuresOf(broker, linksOf(result, 'self')[0]?.href) : [],
  }
}

function stateOf(success: unknown): MatrixRow['state'] {
  if (success === true) return 'verified'
  return success === false ? 'failed' : 'never verified'
}

/** The interactions that failed: the matrix says only that there are some. */
async function failuresOf(broker: Broker, address: string | undefined): Promise<MatrixRow['failures']> {
  const result = address === undefined ? undefined : await broker.find(address)
  return listOf(result ?? {}, 'testResults')
    .filter(({success}) => success === false)
    .map(test => ({
      description: textAt(test, 'interactionDescription') ?? textAt(test, 'interactionId') ?? 'an interaction',
      mismatches: listOf(test, 'mismatches').map(mismatch => {
        const identifier = textAt(mismatch, 'identifier')
        const where = identifier === undefined ? textAt(mismatch, 'attribute') : identifier
        return `${where === undefined ? '' : `${where}: `}${textAt(mismatch, 'description') ?? 'differs'}`
      }),
    }))
}
