import {Flags} from '@oclif/core'
import {formatFlag, MeshCommand} from '../command.js'

export default class Demo extends MeshCommand {
  static override summary = 'Take the whole tour in a temporary folder.'
  static override description =
    'Makes a service and a gateway, judges their contracts, breaks one on purpose, verifies a pact, starts both and loads the service through the gateway. It needs no server and cleans up after itself.'
  static override examples = [
    {description: 'Take the tour.', command: '<%= config.bin %> demo'},
    {description: 'Keep both projects to look at them.', command: '<%= config.bin %> demo --keep'},
  ]
  static override baseFlags = {...MeshCommand.baseFlags, format: formatFlag(['text', 'json'])}
  static override flags = {
    keep: Flags.boolean({summary: 'Leave the folder with both projects behind.'}),
    duration: Flags.integer({default: 10, min: 1, max: 60, helpValue: 'SECONDS', summary: 'Seconds of load.'}),
  }

  async run() {
    const {flags} = await this.parse(Demo)
    const {progress, signal} = await this.open(flags)
    const [{tour}, {stepLine}] = await Promise.all([import('../demo/tour.js'), import('../demo/steps.js')])
    const lines = flags.verbose ? Number.POSITIVE_INFINITY : 14
    const report = await tour({
      keep: flags.keep,
      seconds: flags.duration,
      progress,
      signal,
      onStep: step => this.printLine(stepLine(step, lines), flags),
    })
    await this.print(report, flags)
  }
}
