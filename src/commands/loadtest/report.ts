import {Args, Flags} from '@oclif/core'
import {exitCodeFor, exitCodes, MeshCommand} from '../../command.js'
import {exportFlags} from '../../loadtest-flags.js'

/** `mesh loadtest report`. */
export default class LoadTestReport extends MeshCommand {
  static override summary = 'Show the result of a load test that is over, in any format.'

  static override description =
    'Reads what "mesh loadtest --format json" has written, judges it by the same objectives and exits with the same code. The schema of these files is in the package: dist/loadtest-result.schema.json.'

  /** For the page of the command: beside the codes that all commands have. */
  static exitCodes = {
    4: 'The run itself is invalid: its figures prove nothing.',
    5: 'The run is inconclusive, and --strict is given.',
  }

  static override examples = [
    {
      description: 'A page with curves of a run that was saved as JSON',
      command: '<%= config.bin %> <%= command.id %> loadtest.json --format html=loadtest.html',
    },
    {
      description: 'The summary of a job of GitHub Actions',
      command: '<%= config.bin %> <%= command.id %> loadtest.json --format markdown >> "$GITHUB_STEP_SUMMARY"',
    },
  ]

  static override args = {
    result: Args.string({required: true, description: 'The JSON output of a load test.'}),
  }

  static override flags = {
    ...exportFlags,
    strict: Flags.boolean({summary: 'Exit with 5 when the run is inconclusive.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestReport)
    await this.open(flags)
    const {reportResult} = await import('../../loadtest/result/report-result.js')
    const report = await reportResult(args.result, flags.export)
    await this.print(report, flags, outcome => (flags.strict ? exitCodes[outcome] : exitCodeFor(outcome)))
  }
}
