import {Args, Flags} from '@oclif/core'
import {exitCodeFor, exitCodes, MeshCommand} from '../../command.js'
import {exportFlags} from '../../loadtest-flags.js'

/** `mesh loadtest merge`. */
export default class LoadTestMerge extends MeshCommand {
  static override summary = 'Judge the results of several workers as one run.'

  static override description =
    'Histograms add up exactly, so percentiles are those of all requests, not means of percentiles. Objectives are those that the workers were given, and are judged once. A result that is missing makes the run invalid; results of different runs are refused.'

  /** For the page of the command: beside the codes that all commands have. */
  static exitCodes = {
    4: 'The run itself is invalid: its figures prove nothing.',
    5: 'The run is inconclusive, and --strict is given.',
  }

  static override examples = [
    {
      description: 'The verdict on a run of four workers',
      command: '<%= config.bin %> <%= command.id %> worker-0.json worker-1.json worker-2.json worker-3.json',
    },
    {
      description: 'The same as a page, and as a result that "mesh loadtest report" reads',
      command:
        '<%= config.bin %> <%= command.id %> worker-*.json --format html=loadtest.html --format json=loadtest.json',
    },
  ]

  static override args = {
    result: Args.string({
      multiple: true,
      required: true,
      description: 'The files that "mesh loadtest worker" has written, of all workers.',
    }),
  }

  static override flags = {
    ...exportFlags,
    strict: Flags.boolean({summary: 'Exit with 5 when the run is inconclusive.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestMerge)
    await this.open(flags)
    const {mergeResults} = await import('../../loadtest/distributed/merge.js')
    const report = await mergeResults(args.result, flags.export)
    await this.print(report, flags, outcome => (flags.strict ? exitCodes[outcome] : exitCodeFor(outcome)))
  }
}
