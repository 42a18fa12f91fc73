import {MeshCommand} from '../../command.js'
import {
  brokerChoices,
  brokerSecrets,
  brokerVerificationFlags,
  pactPathArgs,
  providerChoices,
  providerFlags,
  selectionFlags,
} from '../../pact-flags.js'

export default class PactVerify extends MeshCommand {
  static override summary = 'Verify that a provider does what its consumers expect.'
  static override description =
    'Sends every request of the pacts to the provider and compares the responses with what the consumers expect. The provider is one that runs (--provider-url), or is started on a free port, awaited and stopped (--start). A provider state that fails or has no handler fails its interaction; a pact without interactions, a wrong provider name and a provider that is never ready are errors. Exit code 1 means that the provider answers otherwise, 6 that a provider state failed, 7 that there is nothing to verify, 8 that the provider is not there or died, 9 that a pact cannot be read, 10 that it needs a plugin. ' +
    brokerSecrets
  static override examples = [
    {
      description: 'Start the service, verify the pacts in the folder of mesh.yaml, stop the service',
      command: `<%= config.bin %> <%= command.id %> --provider orders --start 'npm start'`,
    },
    {
      description: 'Verify one pact against a provider that runs',
      command:
        '<%= config.bin %> <%= command.id %> pacts/web-orders.json --provider orders --provider-url http://127.0.0.1:3000',
    },
    {
      description: 'Prepare provider states and log in',
      command: `<%= config.bin %> <%= command.id %> pacts --provider orders --start 'npm start' --states test/pact/states.ts --header 'Authorization: Bearer …'`,
    },
    {
      description: 'In a pipeline: verify what the Pact Broker has, and tell it how that went',
      command: '<%= config.bin %> <%= command.id %> --from-broker --publish',
    },
    {
      description: 'Again, only what failed',
      command: '<%= config.bin %> <%= command.id %> --last-failed --bail',
    },
  ]
  static override args = pactPathArgs
  static override flags = {
    ...providerFlags,
    ...selectionFlags,
    ...brokerVerificationFlags,
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactVerify)
    const {config, root, progress, signal} = await this.open(flags)
    const [{verifyPacts}, {lastFailed}, {withPactSource}] = await Promise.all([
      import('../../pact/verify/verify.js'),
      import('../../pact/verify/last-failed.js'),
      import('../../pact/broker/with-pact-source.js'),
    ])
    const folder = process.cwd()
    const url = flags['broker-url'] ?? config.pact.broker
    const broker = {...brokerChoices(flags), url, mesh: this.config.version, folder, signal}
    const report = await withPactSource(broker, source =>
      verifyPacts({
        ...providerChoices(flags),
        workingFolder: folder,
        root,
        config: config.pact,
        paths: args.path,
        selection: {consumer: flags.consumer, description: flags.description, state: flags.state},
        onlyLastFailed: flags['last-failed'],
        lastFailed: lastFailed(root, this.config.cacheDir),
        bail: flags.bail,
        jobs: flags.jobs,
        source,
        progress,
        signal,
      }),
    )
    await this.print(report, flags)
  }
}
