import {Args, Flags} from '@oclif/core'
import {exitCodeFor, exitCodes, MeshCommand} from '../../command.js'
import {exportFlags, loadFlags, loadTestRequest, objectiveFlags} from '../../loadtest-flags.js'

export default class LoadTest extends MeshCommand {
  static override summary = 'Load a service or gateway at a rate and judge it by objectives.'

  static override description =
    `Requests are sent on a schedule, whatever the target does, and response times count from their intended start: a target that stalls cannot hide it. Only this machine and the targets that mesh.yaml names can be loaded.

Exit codes: 0 passed, 1 an objective missed, 2 a mistake in the call or an unreachable target, 4 the run itself is invalid, 5 inconclusive (with --strict), 130 interrupted.`

  /** For the page of the command: beside the codes that all commands have. */
  static exitCodes = {
    4: 'The run itself is invalid: its figures prove nothing.',
    5: 'The run is inconclusive, and --strict is given.',
  }

  static override examples = [
    {
      description: 'One path of a service on this machine, with two objectives.',
      command: `<%= config.bin %> loadtest http://127.0.0.1:3000 --path /api/v1/orders --rate 200/s --duration 10s --threshold 'p95<50ms' --threshold 'errors<1%'`,
    },
    {
      description: 'All GET operations of a contract, judged by its x-slo.',
      command: '<%= config.bin %> loadtest http://127.0.0.1:3000 --contract contracts/openapi.yaml --rate 12000/m',
    },
    {
      description: 'A target that mesh.yaml names, with the figures in a file.',
      command: '<%= config.bin %> loadtest staging --rate 500/s --duration 2m --format json --output run.json',
    },
    {
      description: 'A ramp, a plateau, a spike and its end: each stage has a duration and the rate that it ends with.',
      command:
        '<%= config.bin %> loadtest http://127.0.0.1:3000/health --stage 30s:200/s --stage 1m:200/s --stage 0s:800/s --stage 10s:800/s --stage 5s:0/s',
    },
    {
      description: 'As many requests as it takes.',
      command: '<%= config.bin %> loadtest http://127.0.0.1:3000/health --mode max --connections 50',
    },
  ]

  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }

  static override flags = {
    ...loadFlags,
    ...objectiveFlags,
    users: Flags.integer({
      helpValue: '50',
      exclusive: ['rate', 'stage', 'connections', 'mode'],
      summary: 'So many users who wait for each answer, in place of a rate.',
    }),
    think: Flags.string({helpValue: '1s', summary: 'How long a user thinks before the next request.'}),
    mode: Flags.option({
      options: ['slo', 'max'] as const,
      default: 'slo' as const,
      summary: 'At a rate and judged by objectives, or as much as the target takes.',
    })(),
    compare: Flags.boolean({summary: 'Fail when the run is slower than those of the baseline.'}),
    'save-baseline': Flags.boolean({summary: 'Add the run to the baseline, unless it failed.'}),
    baseline: Flags.string({
      helpValue: 'FILE',
      summary: 'The baseline [default: .mesh/loadtest/baseline.json beside mesh.yaml].',
    }),
    ...exportFlags,
    strict: Flags.boolean({summary: 'Exit with 5 when the run is inconclusive.'}),
  }

  async run() {
    const {args, flags} = await this.parse(LoadTest)
    const session = await this.open(flags)
    const {runLoadTest} = await import('../../loadtest/run.js')
    const report = await runLoadTest(loadTestRequest(args.target, flags), session)
    await this.print(report, flags, outcome => (flags.strict ? exitCodes[outcome] : exitCodeFor(outcome)))
  }
}
