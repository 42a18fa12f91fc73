import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {parseDuration} from '../../core/duration.js'

const repeated = {multiple: true, multipleNonGreedy: true} as const

/** `mesh loadtest check`. */
export default class LoadTestCheck extends MeshCommand {
  static override summary =
    'Try a gateway from outside: credentials, ids, errors, headers, origins, caches, pages, limits.'
  static override description =
    'Sends single requests, some of them such as an attacker sends, and says what the gateway lets pass that it should not, each with the request that shows it. Only this machine and the targets that mesh.yaml names can be tried. Nothing is written; what uses up a limit that others may share runs only with --destructive.'
  static override examples = [
    {
      description: 'All checks of a gateway on this machine',
      command: `<%= config.bin %> <%= command.id %> http://127.0.0.1:8080 --path /api/v1/orders -H 'Authorization: Bearer …'`,
    },
    {
      description: 'Two of them, for a target that mesh.yaml names, with a result for a CI server',
      command:
        '<%= config.bin %> <%= command.id %> staging --check auth --check cache-leak --format text --format junit=gateway.xml',
    },
    {
      description: 'The rate limiter, too',
      command: '<%= config.bin %> <%= command.id %> staging --check limits --destructive',
    },
  ]
  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }
  static override flags = {
    check: Flags.string({
      ...repeated,
      helpValue: 'NAME',
      summary:
        'Only this one; may be repeated: health, auth, ids, errors, headers, cors, compression, cache-leak, pagination, graphql-limits, limits.',
    }),
    contract: Flags.string({helpValue: 'FILE', summary: 'Take the paths from the GET operations of an OpenAPI file.'}),
    path: Flags.string({...repeated, helpValue: '/x', summary: 'A path that answers with success; may be repeated.'}),
    header: Flags.string({
      ...repeated,
      char: 'H',
      helpValue: 'NAME: VALUE',
      summary: 'Header to send, such as the credentials; may be repeated.',
    }),
    'other-header': Flags.string({
      ...repeated,
      helpValue: 'NAME: VALUE',
      summary: 'Header of a second caller, who may do the same; may be repeated.',
    }),
    origin: Flags.string({helpValue: 'URL', summary: 'An origin that browsers may call from.'}),
    graphql: Flags.string({helpValue: '/graphql', summary: 'Path of the GraphQL endpoint.'}),
    destructive: Flags.boolean({summary: 'Run the checks, too, that use up a limit that others may share.'}),
    timeout: Flags.string({default: '10s', helpValue: '10s', summary: 'How long a request may take.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestCheck)
    const session = await this.open(flags)
    const {checkGateway} = await import('../../loadtest/gateway/check-gateway.js')
    const request = {
      target: args.target,
      checks: flags.check ?? [],
      paths: flags.path ?? [],
      contract: flags.contract,
      headers: flags.header ?? [],
      otherHeaders: flags['other-header'] ?? [],
      origin: flags.origin,
      graphql: flags.graphql,
      destructive: flags.destructive,
      timeout: parseDuration(flags.timeout, '--timeout'),
    }
    await this.print(await checkGateway(request, session), flags)
  }
}
