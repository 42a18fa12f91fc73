import {Args, Flags} from '@oclif/core'
import {parseDuration} from './core/duration.js'
import type {SourceWish} from './pact/broker/with-pact-source.js'
import type {VerifyOptions} from './pact/verify/verify.js'

/** Of every command that reads pacts. */
export const pactPathArgs = {
  path: Args.string({
    multiple: true,
    required: false,
    description: 'Pact files, and folders that hold them. [default: pact.folder of mesh.yaml]',
  }),
}

/** Of every command that speaks to a Pact Broker. */
export const brokerFlags = {
  'broker-url': Flags.string({
    helpValue: 'URL',
    summary: 'The Pact Broker. [default: pact.broker of mesh.yaml, or PACT_BROKER_BASE_URL]',
  }),
}

/** Which version of which application something is said about. */
export const versionFlags = {
  pacticipant: Flags.string({
    helpValue: 'NAME',
    required: true,
    summary: 'The application, consumer or provider, by its name in the pacts.',
  }),
  version: Flags.string({helpValue: 'VERSION', summary: 'Its version, as it was published. [default: the commit]'}),
}

/** Where the environment has the secrets, for the descriptions of these commands. */
export const brokerSecrets =
  'PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, are the credentials. Exit code 4 means that the broker could not be reached or refused.'

const severalTimes = {multiple: true, multipleNonGreedy: true} as const

/** Of commands that compare pacts with the contracts of their providers. */
export const contractFlags = {
  contract: Flags.string({
    ...severalTimes,
    helpValue: '[PROVIDER=]FILE',
    summary: 'A contract of the provider, or of the one that is named. [default: pact.contracts of mesh.yaml]',
  }),
}

/** Of `mesh pact verify`, for pacts of a broker. */
export const brokerVerificationFlags = {
  'from-broker': Flags.boolean({helpGroup: 'BROKER', summary: 'Verify the pacts that the Pact Broker has.'}),
  ...brokerFlags,
  selector: Flags.string({
    helpGroup: 'BROKER',
    helpValue: 'JSON',
    ...severalTimes,
    dependsOn: ['from-broker'],
    summary: 'Which versions of consumers. [default: main branches, the same branch, and whatever is in use]',
  }),
  pending: Flags.boolean({
    helpGroup: 'BROKER',
    allowNo: true,
    default: true,
    summary: 'A pact that was never verified successfully may fail.',
  }),
  'wip-since': Flags.string({
    helpGroup: 'BROKER',
    helpValue: 'DAY',
    dependsOn: ['from-broker'],
    summary: 'Try new pacts of other branches since this day as well; they may fail.',
  }),
  publish: Flags.boolean({
    helpGroup: 'BROKER',
    dependsOn: ['from-broker'],
    summary: 'Tell the broker how each interaction did.',
  }),
  'provider-version': Flags.string({
    helpGroup: 'BROKER',
    helpValue: 'VERSION',
    summary: 'Version of the provider. [default: the commit]',
  }),
  branch: Flags.string({
    helpGroup: 'BROKER',
    helpValue: 'NAME',
    summary: 'Its branch. [default: of git or of the pipeline]',
  }),
  'build-url': Flags.string({
    helpGroup: 'BROKER',
    helpValue: 'URL',
    summary: 'Page of the build. [default: of the pipeline]',
  }),
  'allow-dirty': Flags.boolean({
    helpGroup: 'BROKER',
    summary: 'Publish for the commit although the working tree differs from it.',
  }),
}

/** Of `mesh pact verify`: which interactions, and how many at a time. */
export const selectionFlags = {
  consumer: Flags.string({helpValue: 'NAME', summary: 'Only the pacts of this consumer.'}),
  description: Flags.string({helpValue: 'TEXT', summary: 'Only interactions that are described so, in part.'}),
  state: Flags.string({
    helpValue: 'TEXT',
    summary: 'Only interactions with such a provider state; "" for those without one.',
  }),
  'last-failed': Flags.boolean({summary: 'Only what failed the last time; everything when nothing did.'}),
  bail: Flags.boolean({summary: 'Stop at the first failure.'}),
  jobs: Flags.integer({
    helpValue: 'N',
    default: 1,
    min: 1,
    max: 16,
    summary: 'How many at a time, if their provider states allow it.',
  }),
}

/** Of `mesh pact verify`: the provider, and how it is asked. */
export const providerFlags = {
  provider: Flags.string({helpValue: 'NAME', summary: 'Name of the provider, as the pacts have it.'}),
  'provider-url': Flags.string({helpValue: 'URL', exclusive: ['start'], summary: 'Where the provider runs.'}),
  start: Flags.string({helpValue: 'COMMAND', summary: 'Start the provider; it has to listen on the port in PORT.'}),
  ready: Flags.string({helpValue: 'PATH', summary: 'Path that answers 2xx once the provider can be verified.'}),
  wait: Flags.string({helpValue: 'TIME', default: '30s', summary: 'How long the provider may take to be ready.'}),
  states: Flags.string({helpValue: 'MODULE|URL', summary: 'Handlers of provider states, or where to post them.'}),
  'allow-missing-states': Flags.boolean({summary: 'Verify interactions whose state has no handler, too.'}),
  header: Flags.string({char: 'H', helpValue: 'HEADER', ...severalTimes, summary: 'A header of every request.'}),
  timeout: Flags.string({helpValue: 'TIME', default: '5m', summary: 'How long the whole verification may take.'}),
  'request-timeout': Flags.string({helpValue: 'TIME', default: '10s', summary: 'How long a request may take.'}),
}

interface GivenBroker {
  readonly 'from-broker': boolean
  readonly selector: readonly string[] | undefined
  readonly pending: boolean
  readonly 'wip-since': string | undefined
  readonly publish: boolean
  readonly 'provider-version': string | undefined
  readonly branch: string | undefined
  readonly 'build-url': string | undefined
  readonly 'allow-dirty': boolean
}

/** What the flags say about pacts of a broker, as the feature wants it. */
export function brokerChoices(flags: GivenBroker): Omit<SourceWish, 'url' | 'mesh' | 'folder' | 'signal'> {
  return {
    wanted: flags['from-broker'],
    selectors: flags.selector ?? [],
    pending: flags.pending,
    wipSince: flags['wip-since'],
    publish: flags.publish,
    number: flags['provider-version'],
    branch: flags.branch,
    buildUrl: flags['build-url'],
    allowDirty: flags['allow-dirty'],
  }
}

interface GivenProvider {
  readonly provider: string | undefined
  readonly 'provider-url': string | undefined
  readonly start: string | undefined
  readonly ready: string | undefined
  readonly wait: string
  readonly states: string | undefined
  readonly 'allow-missing-states': boolean
  readonly header: readonly string[] | undefined
  readonly timeout: string
  readonly 'request-timeout': string
}

type ProviderChoices = Pick<
  VerifyOptions,
  | 'provider'
  | 'providerUrl'
  | 'start'
  | 'ready'
  | 'wait'
  | 'states'
  | 'allowMissingStates'
  | 'headers'
  | 'timeout'
  | 'requestTimeout'
>

/** What the flags say about the provider. */
export function providerChoices(flags: GivenProvider): ProviderChoices {
  return {
    provider: flags.provider,
    providerUrl: flags['provider-url'],
    start: flags.start,
    ready: flags.ready,
    wait: parseDuration(flags.wait, '--wait'),
    states: flags.states,
    allowMissingStates: flags['allow-missing-states'],
    headers: flags.header ?? [],
    timeout: parseDuration(flags.timeout, '--timeout'),
    requestTimeout: parseDuration(flags['request-timeout'], '--request-timeout'),
  }
}
