import {Args} from '@oclif/core'
import {exitCodeFor, exitCodes, MeshCommand} from '../../command.js'
import {gatewayCheckFlags} from '../../gateway-check-flags.js'

/** `mesh loadtest check`. */
export default class LoadTestCheck extends MeshCommand {
  static override summary =
    'Try a gateway from outside: credentials, errors, caches, limits, writes, overhead, breaker and more.'
  static override description =
    `Sends single requests, some of them such as an attacker sends, and says what the gateway lets pass that it should not, each with the request that shows it. Only this machine and the targets that mesh.yaml names can be tried.

What could not be tried is said, and is no success. Nothing is written unless the contract marks it with "x-loadtest: safe" or --allow-writes is given; what disturbs others runs only with --destructive.`
  static exitCodes = {5: 'Something could not be tried, and --strict is given.'}
  static override examples = [
    {
      description: 'What can be tried of a gateway on this machine',
      command: `<%= config.bin %> <%= command.id %> http://127.0.0.1:8080 --path /api/v1/orders -H 'Authorization: Bearer …'`,
    },
    {
      description: 'Two checks, for a target that mesh.yaml names, with a result for a CI server',
      command:
        '<%= config.bin %> <%= command.id %> staging --check auth --check cache-leak --format text --format junit=gateway.xml',
    },
    {
      description: 'The rate limiter, a token bucket of 1000 in a second and 200 at once',
      command: '<%= config.bin %> <%= command.id %> staging --check limits --destructive --limit 1000/s --burst 200',
    },
    {
      description: 'What the gateway adds to an answer, with 5 ms at p95 allowed',
      command:
        "<%= config.bin %> <%= command.id %> http://127.0.0.1:8080 --check overhead --path /api/v1/orders --direct http://127.0.0.1:3001 --budget 'p95<5ms'",
    },
    {
      description: 'The circuit breaker, with a script that makes the service fail',
      command:
        '<%= config.bin %> <%= command.id %> staging --check breaker --destructive --path /api/v1/orders --fault ./fault.sh',
    },
    {
      description: 'What writes, as the contract allows it',
      command:
        '<%= config.bin %> <%= command.id %> staging --contract contracts/openapi.yaml --check idempotency --check locking --allow-writes',
    },
  ]
  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }
  static override flags = gatewayCheckFlags

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestCheck)
    const session = await this.open(flags)
    const [{checkGateway}, {readCheckRequest}] = await Promise.all([
      import('../../loadtest/gateway/check-gateway.js'),
      import('../../loadtest/gateway/read-check-request.js'),
    ])
    const report = await checkGateway(readCheckRequest(args.target, flags), session)
    await this.print(report, flags, outcome => (flags.strict ? exitCodes[outcome] : exitCodeFor(outcome)))
  }
}
