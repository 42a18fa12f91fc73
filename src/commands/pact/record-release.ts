import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, brokerSecrets, versionFlags} from '../../pact-flags.js'

/** `mesh pact record-release`. */
export default class PactRecordRelease extends MeshCommand {
  static override summary = 'Tell the Pact Broker that a version was released to users, or is supported no longer.'
  static override description =
    `For apps and libraries, of which several versions are in use at a time. ${brokerSecrets}`
  static override examples = [
    {
      description: 'After a release',
      command: '<%= config.bin %> <%= command.id %> --pacticipant app --version 2.1.0 --environment production',
    },
    {
      description: 'When a version is no longer supported',
      command: '<%= config.bin %> <%= command.id %> --pacticipant app --version 1.0.0 --environment production --end',
    },
  ]
  static override flags = {
    ...brokerFlags,
    ...versionFlags,
    environment: Flags.string({helpValue: 'NAME', required: true, summary: 'Where it is in use.'}),
    end: Flags.boolean({summary: 'Its support has ended.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PactRecordRelease)
    const {config, signal} = await this.open(flags)
    const [{recordRelease, recordSupportEnded}, {withBroker}, {knownVersion}] = await Promise.all([
      import('../../pact/broker/deployments.js'),
      import('../../pact/broker/with-broker.js'),
      import('../../pact/broker/version.js'),
    ])
    const version = await knownVersion(flags.version, process.cwd(), signal)
    const happening = {pacticipant: flags.pacticipant, version, environment: flags.environment}
    const report = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
      flags.end ? recordSupportEnded(broker, happening) : recordRelease(broker, happening),
    )
    await this.print(report, flags)
  }
}
