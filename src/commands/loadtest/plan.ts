import {Args} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {loadFlags, loadTestRequest, objectiveFlags} from '../../loadtest-flags.js'

/** `mesh loadtest plan`. */
export default class LoadTestPlan extends MeshCommand {
  static override summary = 'Show what a load test would send and what it could prove, without sending anything.'

  static override description =
    'Takes the flags of "mesh loadtest". It reads the contract and the configuration, counts the requests of each operation, and says which objectives need more of them for a verdict.'

  static override examples = [
    {
      description: 'The mix of a contract, and whether half a minute is enough for its objectives',
      command:
        '<%= config.bin %> <%= command.id %> http://127.0.0.1:3000 --contract contracts/openapi.yaml --rate 200/s --duration 30s',
    },
    {
      description: 'The same for a program to read',
      command: '<%= config.bin %> <%= command.id %> staging --rate 200/s --format json',
    },
  ]

  static override args = {
    target: Args.string({required: true, description: 'A URL of this machine, or the name of a target in mesh.yaml.'}),
  }

  static override flags = {...loadFlags, ...objectiveFlags}

  async run(): Promise<void> {
    const {args, flags} = await this.parse(LoadTestPlan)
    const session = await this.open(flags)
    const {showPlan} = await import('../../loadtest/plan/show-plan.js')
    await this.print(await showPlan(loadTestRequest(args.target, flags), session), flags)
  }
}
