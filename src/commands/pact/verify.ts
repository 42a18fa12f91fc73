import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {parseDuration} from '../../core/duration.js'

const severalTimes = {multiple: true, multipleNonGreedy: true} as const

export default class PactVerify extends MeshCommand {
  static override summary = 'Verify that a provider does what its consumers expect.'
  static override description =
    'Sends every request of the pacts to the provider and compares the responses with what the consumers expect. The provider is one that runs (--provider-url), or is started on a free port, awaited and stopped (--start). A provider state that fails or has no handler fails its interaction; a pact without interactions, a wrong provider name and a provider that is never ready are errors.'
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
  ]
  static override args = {
    path: Args.string({
      multiple: true,
      required: false,
      description: 'Pact files, and folders that hold them. [default: pact.folder of mesh.yaml]',
    }),
  }
  static override flags = {
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

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactVerify)
    const {config, root, progress, signal} = await this.open(flags)
    const {verifyPacts} = await import('../../pact/verify.js')
    const report = await verifyPacts({
      workingFolder: process.cwd(),
      root,
      config: config.pact,
      paths: args.path,
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
      progress,
      signal,
    })
    await this.print(report, flags)
  }
}
