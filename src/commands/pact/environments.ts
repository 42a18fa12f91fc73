import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, brokerSecrets} from '../../pact-flags.js'

/** `mesh pact environments`. */
export default class PactEnvironments extends MeshCommand {
  static override summary = 'Show which versions the Pact Broker knows in which environment, or add an environment.'
  static override description = brokerSecrets
  static override examples = [
    {description: 'Show what runs where', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'Add an environment',
      command: `<%= config.bin %> <%= command.id %> --create staging --display-name 'Staging of team A'`,
    },
  ]
  static override flags = {
    ...brokerFlags,
    create: Flags.string({helpValue: 'NAME', summary: 'Add an environment of this name.'}),
    'display-name': Flags.string({dependsOn: ['create'], helpValue: 'TEXT', summary: 'What people call it.'}),
    production: Flags.boolean({dependsOn: ['create'], summary: 'It is one of production.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PactEnvironments)
    const {config, signal} = await this.open(flags)
    const [{createEnvironment, listEnvironments}, {withBroker}] = await Promise.all([
      import('../../pact/broker/environments.js'),
      import('../../pact/broker/with-broker.js'),
    ])
    const {create: name, 'display-name': displayName, production} = flags
    const report = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
      name === undefined ? listEnvironments(broker) : createEnvironment(broker, {name, displayName, production}),
    )
    await this.print(report, flags)
  }
}
