import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {lintFlags, percentOf} from '../../lint-flags.js'

const severalTimes = {multiple: true, multipleNonGreedy: true, helpValue: '[PROVIDER=]FILE'} as const

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
  static override args = {
    path: Args.string({
      multiple: true,
      required: false,
      description: 'Pact files, and folders that hold them. [default: pact.folder of mesh.yaml]',
    }),
  }
  static override flags = {
    contract: Flags.string({...severalTimes, summary: 'A contract of the provider, or of the one that is named.'}),
    base: Flags.string({...severalTimes, summary: 'The contract as it was: tell only what breaks since then.'}),
    provider: Flags.string({helpValue: 'NAME', summary: 'Check only the pacts for this provider.'}),
    coverage: Flags.boolean({summary: 'Tell what of the contracts no consumer uses.'}),
    'min-coverage': Flags.string({
      helpValue: 'PERCENT',
      summary: 'Fail when consumers use less of the operations of a provider.',
      parse: async text => percentOf(text, '--min-coverage'),
    }),
    all: lintFlags.all,
    only: lintFlags.only,
    skip: lintFlags.skip,
    rule: lintFlags.rule,
    'fail-on': lintFlags['fail-on'],
    'max-warnings': lintFlags['max-warnings'],
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactCheck)
    const {config, root, progress, signal} = await this.open(flags)
    const cwd = process.cwd()
    const {only = [], skip = [], rule: rules = []} = flags
    const {settingsOf} = await import('../../lint/settings.js')
    const {DocumentLoader} = await import('../../lint/documents.js')
    const {checkPacts} = await import('../../pact/check/check.js')
    const {contractsOf, providerContract} = await import('../../pact/check/request.js')
    const {pactPaths} = await import('../../pact/pact-paths.js')
    const report = await checkPacts({
      paths: pactPaths(args.path, root, config.pact),
      provider: flags.provider,
      contracts: flags.contract?.map(providerContract) ?? contractsOf(config.pact.contracts, root),
      base: flags.base?.map(providerContract) ?? [],
      root,
      cwd,
      exemptPaths: config.lint.exemptPaths,
      loader: new DocumentLoader(cwd, config.lint.allowRemote, signal, undefined, config.lint.privateHosts),
      settings: await settingsOf({config, root, cwd, only, skip, rules}, []),
      coverage: flags.coverage,
      minCoverage: flags['min-coverage'] === undefined ? undefined : Number(flags['min-coverage']),
      failOn: flags['fail-on'] ?? config.lint.failOn,
      maxWarnings: flags['max-warnings'] ?? config.lint.maxWarnings,
      progress,
    })
    await this.print(report, flags)
  }
}
