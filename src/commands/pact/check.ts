import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {judgingFlags, percentOf} from '../../lint-flags.js'
import {brokerFlags, contractFlags, pactPathArgs} from '../../pact-flags.js'
import {narrowing} from '../../pact-narrowing.js'

export default class PactCheck extends MeshCommand {
  static override summary = 'Check pacts against the contracts of their providers, without running anything.'
  static override description =
    'Every request of the pacts is looked up in the OpenAPI contract of the provider, every operation of GraphQL in its schema, every message in its AsyncAPI contract: is it described, would it be accepted, and may the answer look as the consumer expects? The rules are those of the folder "pact"; mesh.yaml sets them as it does all others, and `x-mesh-ignore` in the contract silences them.'
  static override examples = [
    {
      description: 'Check the pacts of the folder in mesh.yaml against one contract',
      command: '<%= config.bin %> <%= command.id %> --contract contracts/openapi.yaml',
    },
    {
      description: 'Pacts for several providers',
      command: '<%= config.bin %> <%= command.id %> pacts --contract orders=orders.yaml --contract users=users.graphql',
    },
    {
      description: 'Which interaction of which consumer does a change of the contract break?',
      command: '<%= config.bin %> <%= command.id %> pacts --contract openapi.yaml --base openapi.before.yaml',
    },
    {
      description: 'What of the contract does nobody use?',
      command: '<%= config.bin %> <%= command.id %> pacts --contract openapi.yaml --coverage --min-coverage 80',
    },
  ]
  static override args = pactPathArgs
  static override flags = {
    'from-broker': Flags.boolean({summary: 'Check the newest pacts that the Pact Broker has.'}),
    ...brokerFlags,
    ...contractFlags,
    base: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '[PROVIDER=]FILE',
      summary: 'The contract as it was: tell only what breaks since then.',
    }),
    provider: Flags.string({helpValue: 'NAME', summary: 'Check only the pacts for this provider.'}),
    coverage: Flags.boolean({summary: 'Tell what of the contracts no consumer uses.'}),
    'min-coverage': Flags.string({
      helpValue: 'PERCENT',
      summary: 'Fail when consumers use less of the operations of a provider.',
    }),
    ...judgingFlags,
    baseline: {
      ...judgingFlags.baseline,
      summary: 'Leave out what this file knows; `mesh-baseline-pacts.json` by default.',
    },
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactCheck)
    const session = await this.open(flags)
    const {config, root, progress} = session
    const {only = [], skip = [], rule: rules = []} = flags
    const [{settingsOf}, {checkPacts}, {providerContract}, {contractsOfProviders, givenPacts}] = await Promise.all([
      import('../../lint/settings.js'),
      import('../../pact/check/check.js'),
      import('../../pact/check/request.js'),
      import('../../pact-inputs.js'),
    ])
    const isWhole = args.path === undefined && flags.provider === undefined && flags.contract === undefined
    const {known, strangers} = await givenPacts(args.path, flags, session)
    const {contracts, reading} = await contractsOfProviders(flags.contract, session)
    const report = await checkPacts({
      ...reading,
      pacts: known.map(({pact}) => pact),
      strangers,
      provider: flags.provider,
      contracts,
      base: flags.base?.map(providerContract) ?? [],
      settings: await settingsOf({config, root, cwd: reading.cwd, only, skip, rules}, []),
      coverage: flags.coverage,
      minCoverage: percentOf(flags['min-coverage'], '--min-coverage'),
      narrow: narrowing(flags, isWhole, session),
      failOn: flags['fail-on'] ?? config.lint.failOn,
      maxWarnings: flags['max-warnings'] ?? config.lint.maxWarnings,
      progress,
    })
    await this.print(report, flags)
  }
}
