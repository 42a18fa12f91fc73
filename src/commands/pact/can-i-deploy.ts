import {Flags} from '@oclif/core'
import {exitCodes, MeshCommand} from '../../command.js'
import {parseDuration} from '../../core/duration.js'
import {brokerFlags, brokerSecrets, versionFlags} from '../../pact-flags.js'

/** `mesh pact can-i-deploy`. */
export default class PactCanIDeploy extends MeshCommand {
  static override summary = 'Ask whether a version fits what runs where it is to be deployed.'
  static override description =
    `Exit code 0 means yes, 1 no (a verification failed), 5 not known (not verified yet), whatever the format. ${brokerSecrets}`
  static override examples = [
    {
      description: 'Before a deploy, waiting for verifications that are under way',
      command: '<%= config.bin %> <%= command.id %> --pacticipant web --to-environment production --wait 5m',
    },
    {
      description: 'Before a merge: against the main branches of the others',
      command: '<%= config.bin %> <%= command.id %> --pacticipant web --branch feat/cart --to-main',
    },
  ]
  static override flags = {
    ...brokerFlags,
    ...versionFlags,
    branch: Flags.string({helpValue: 'NAME', exclusive: ['version'], summary: 'The latest version of this branch.'}),
    'to-environment': Flags.string({
      helpValue: 'NAME',
      exclusive: ['to-main'],
      summary: 'Where it is to be deployed, or released to.',
    }),
    'to-main': Flags.boolean({summary: 'Whether it can be merged: fits the main branches of the others.'}),
    wait: Flags.string({helpValue: 'TIME', summary: 'How long to wait for verifications that are missing.'}),
    ignore: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      summary: 'An application whose verification does not matter; may be repeated.',
    }),
    'dry-run': Flags.boolean({summary: 'Print the answer, and exit with 0 whatever it is.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PactCanIDeploy)
    const {config, progress, signal} = await this.open(flags)
    const [{canIDeploy}, {withBroker}, {knownVersion}, {deployGoal}] = await Promise.all([
      import('../../pact/broker/can-i-deploy.js'),
      import('../../pact/broker/with-broker.js'),
      import('../../pact/broker/version.js'),
      import('../../pact/broker/deploy-goal.js'),
    ])
    const environment = deployGoal(flags['to-environment'], flags['to-main'])
    const version = flags.branch === undefined ? await knownVersion(flags.version, process.cwd(), signal) : undefined
    const report = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
      canIDeploy(broker, {
        pacticipant: flags.pacticipant,
        version,
        branch: flags.branch,
        environment,
        ignore: flags.ignore ?? [],
        wait: flags.wait === undefined ? 0 : parseDuration(flags.wait, '--wait'),
        progress,
        signal,
      }),
    )
    await this.print(report, flags, outcome => (flags['dry-run'] ? exitCodes.pass : exitCodes[outcome]))
  }
}
