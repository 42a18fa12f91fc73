import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, contractFlags, pactPathArgs} from '../../pact-flags.js'

/** `mesh pact graph`. */
export default class PactGraph extends MeshCommand {
  static override summary = 'Draw who depends on whom, after the pacts.'
  static override description =
    'Prints a flowchart in Mermaid, which GitHub and GitLab draw in Markdown; --format html makes a page with the drawing, --format json the figures. Of pacts in a broker it is shown how their last verification ended, and of providers whose OpenAPI contract is known how much of it anybody uses.'
  static override examples = [
    {description: 'Draw the pacts of mesh.yaml', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'A page of everything that the Pact Broker knows',
      command: '<%= config.bin %> <%= command.id %> --from-broker --format html=dependencies.html',
    },
    {
      description: 'With what of a provider is in use',
      command:
        '<%= config.bin %> <%= command.id %> --from-broker --contract orders=orders.yaml --format html=dependencies.html',
    },
    {
      description: 'Draw the pacts of several repositories',
      command: '<%= config.bin %> <%= command.id %> ../web/pacts ../app/pacts',
    },
  ]
  static override args = pactPathArgs
  static override flags = {
    'from-broker': Flags.boolean({summary: 'Draw the newest pacts of the Pact Broker.'}),
    ...brokerFlags,
    ...contractFlags,
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactGraph)
    const session = await this.open(flags)
    const [{dependencyGraph}, {coverageByProvider}, {contractsOfProviders, givenPacts}] = await Promise.all([
      import('../../pact/graph/graph.js'),
      import('../../pact/graph/coverage.js'),
      import('../../pact-inputs.js'),
    ])
    session.progress('Reading the pacts …')
    const {known} = await givenPacts(args.path, flags, session)
    const {contracts, reading} = await contractsOfProviders(flags.contract, session)
    const pacts = known.map(({pact}) => pact)
    await this.print(dependencyGraph(known, await coverageByProvider(pacts, contracts, reading)), flags)
  }
}
