import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, brokerSecrets, versionFlags} from '../../pact-flags.js'

/** `mesh pact record-deployment`. */
export default class PactRecordDeployment extends MeshCommand {
  static override summary = 'Tell the Pact Broker that a version was deployed.'
  static override description =
    `What ran in the environment before does so no longer, unless it is another instance. ${brokerSecrets}`
  static override examples = [
    {
      description: 'At the end of a deploy',
      command: '<%= config.bin %> <%= command.id %> --pacticipant web --environment production',
    },
  ]
  static override flags = {
    ...brokerFlags,
    ...versionFlags,
    environment: Flags.string({helpValue: 'NAME', required: true, summary: 'Where it runs now.'}),
    instance: Flags.string({helpValue: 'NAME', summary: 'Which of several instances, each with a version of its own.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PactRecordDeployment)
    const {config, signal} = await this.open(flags)
    const [{recordDeployment}, {withBroker}, {knownVersion}] = await Promise.all([
      import('../../pact/broker/deployments.js'),
      import('../../pact/broker/with-broker.js'),
      import('../../pact/broker/version.js'),
    ])
    const version = await knownVersion(flags.version, process.cwd(), signal)
    const happening = {pacticipant: flags.pacticipant, version, environment: flags.environment}
    const report = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
      recordDeployment(broker, happening, flags.instance),
    )
    await this.print(report, flags)
  }
}
