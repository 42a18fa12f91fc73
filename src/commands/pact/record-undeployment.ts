import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, brokerSecrets, versionFlags} from '../../pact-flags.js'

/** `mesh pact record-undeployment`. */
export default class PactRecordUndeployment extends MeshCommand {
  static override summary = 'Tell the Pact Broker that an application runs in an environment no longer.'
  static override description =
    `A deploy of another version needs no such word: it takes the place of the one before. ${brokerSecrets}`
  static override examples = [
    {
      description: 'After an application was shut down for good',
      command: '<%= config.bin %> <%= command.id %> --pacticipant web --environment test',
    },
  ]
  static override flags = {
    ...brokerFlags,
    pacticipant: versionFlags.pacticipant,
    environment: Flags.string({helpValue: 'NAME', required: true, summary: 'Where it ran.'}),
    instance: Flags.string({helpValue: 'NAME', summary: 'Which of several instances.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PactRecordUndeployment)
    const {config, signal} = await this.open(flags)
    const [{recordUndeployment}, {withBroker}] = await Promise.all([
      import('../../pact/broker/deployments.js'),
      import('../../pact/broker/with-broker.js'),
    ])
    const report = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
      recordUndeployment(broker, flags, flags.instance),
    )
    await this.print(report, flags)
  }
}
