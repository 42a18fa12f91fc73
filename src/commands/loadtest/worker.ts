import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {formatFlag} from '../../format-flag.js'
import {loadFlags, loadTestRequest, objectiveFlags} from '../../loadtest-flags.js'

/** `mesh loadtest worker`. */
export default class LoadTestWorker extends MeshCommand {
  static override summary = 'Send the part that one of several machines has in a load test.'

  static override description =
    `Takes the flags of "mesh loadtest". Worker i of N sends the requests i, i + N, i + 2N, … of the run, when they are due in it: all workers together send exactly what one process would. Each begins at the same moment, so the clocks of the machines have to agree. Nothing is judged: "mesh loadtest merge" does that, over the results of all.

--connections is that of the whole run; each worker takes its part of it. --abort ends the worker that sees it missed, and the merged run is then not complete.`

  static override examples = [
    {
      description: 'The first of two workers; the other one has --index 1.',
      command:
        '<%= config.bin %> <%= command.id %> staging --rate 2000/s --duration 1m --index 0 --of 2 --start-at 2026-01-31T12:00:00Z --output 0.json',
    },
    {
      description: 'What the results of both are worth.',
      command: '<%= config.bin %> loadtest merge 0.json 1.json',
    },
  ]

  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }

  static override flags = {
    index: Flags.integer({
      required: true,
      helpValue: '0',
      env: 'JOB_COMPLETION_INDEX',
      summary: 'Which worker this is, counted from 0; in an indexed Job of Kubernetes JOB_COMPLETION_INDEX says it.',
    }),
    of: Flags.integer({required: true, helpValue: '4', summary: 'How many workers there are.'}),
    'start-at': Flags.string({
      required: true,
      helpValue: 'TIME',
      env: 'MESH_START_AT',
      summary: 'When all workers start: 2026-01-31T12:00:00Z, or milliseconds since 1970.',
    }),
    ...loadFlags,
    ...objectiveFlags,
    format: formatFlag(['json', 'text', 'html', 'markdown']),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestWorker)
    const session = await this.open(flags)
    const [{runLoadTest}, {parseStartTime}] = await Promise.all([
      import('../../loadtest/run.js'),
      import('../../loadtest/distributed/start-time.js'),
    ])
    const share = {index: flags.index, of: flags.of, startAt: parseStartTime(flags['start-at'])}
    await this.print(await runLoadTest({...loadTestRequest(args.target, flags), share}, session), flags)
  }
}
