import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags} from '../../pact-flags.js'

/** `mesh pact graph`. */
export default class PactGraph extends MeshCommand {
  static override summary = 'Draw who depends on whom, after the pacts.'
  static override description =
    'Prints a flowchart in Mermaid, which GitHub and GitLab draw in Markdown; --format html makes a page with the drawing, --format json the figures. Of pacts in a broker it is shown how their last verification ended.'
  static override examples = [
    {description: 'Draw the pacts of mesh.yaml', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'A page of everything that the Pact Broker knows',
      command: '<%= config.bin %> <%= command.id %> --from-broker --format html=dependencies.html',
    },
    {
      description: 'Draw the pacts of several repositories',
      command: '<%= config.bin %> <%= command.id %> ../web/pacts ../app/pacts',
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
    'from-broker': Flags.boolean({summary: 'Draw the newest pacts of the Pact Broker.'}),
    ...brokerFlags,
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactGraph)
    const {config, root, progress, signal} = await this.open(flags)
    const [{dependencyGraph}, {pactPaths}, {readPacts}] = await Promise.all([
      import('../../pact/graph/graph.js'),
      import('../../pact/pact-paths.js'),
      import('../../pact/read-pacts.js'),
    ])
    if (!flags['from-broker']) {
      const {pacts} = await readPacts(pactPaths(args.path, root, config.pact))
      await this.print(dependencyGraph(pacts.map(pact => ({pact, state: undefined}))), flags)
      return
    }
    const [{latestPacts}, {withBroker}] = await Promise.all([
      import('../../pact/broker/latest-pacts.js'),
      import('../../pact/broker/with-broker.js'),
    ])
    progress('Reading the pacts of the broker …')
    const known = await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, latestPacts)
    await this.print(dependencyGraph(known), flags)
  }
}
