import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {
  canAsk,
  deployTargets,
  kongFlag,
  newProjectArgs,
  newProjectBaseFlags,
  newProjectFlags,
  offered,
} from '../../new-project.js'

/** `mesh new gateway`. */
export default class NewGateway extends MeshCommand {
  static override summary = 'Begin a gateway in front of services.'
  static override description =
    'Makes a gateway whose routes are in gateway.yaml: timeouts, a circuit breaker per route, authentication, rate limits and ids. ' +
    'Each --upstream becomes a route: orders is reached at /api/v1/orders.'
  static override examples = [
    {
      description: 'A gateway in front of one service.',
      command: '<%= config.bin %> new gateway edge --upstream orders=http://127.0.0.1:3001',
    },
    {
      description: 'In front of two, without install and repository.',
      command:
        '<%= config.bin %> new gateway edge --upstream orders=http://127.0.0.1:3001 --upstream users=http://127.0.0.1:3002 --no-install --no-git',
    },
    {
      description: 'With manifests for a cluster, and what watches it there.',
      command:
        '<%= config.bin %> new gateway edge --upstream orders=http://127.0.0.1:3001 --deploy kubernetes,istio,kong,prometheus,grafana',
    },
  ]
  static override args = newProjectArgs
  static override baseFlags = newProjectBaseFlags
  static override flags = {
    upstream: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=URL',
      summary: 'A service behind the gateway and its address. May be repeated.',
    }),
    deploy: Flags.string({
      helpValue: 'TARGETS',
      summary: `Where it is deployed, and by what, with commas between; nowhere by default: ${offered('gateway', 'deploy')}.`,
    }),
    kong: kongFlag,
    ...newProjectFlags,
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(NewGateway)
    const session = await this.open(flags)
    const {newProject} = await import('../../scaffold/new-project.js')
    const report = await newProject({
      template: 'gateway',
      choices: {deploy: deployTargets(flags)},
      name: args.name,
      port: flags.port,
      upstreams: flags.upstream,
      folder: flags.dir,
      dependencies: flags.install ? 'install' : 'leave',
      git: flags.git,
      dryRun: flags['dry-run'],
      ask: canAsk(),
      cwd: process.cwd(),
      progress: session.progress,
      signal: session.signal,
    })
    await this.print(report, flags)
  }
}
