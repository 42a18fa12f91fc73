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

/** `mesh new service`. */
export default class NewService extends MeshCommand {
  static override summary = 'Begin a service that carries the standard from its first day.'
  static override description =
    'Makes a project with contract, code, tests and pipeline: it passes its own tests, mesh lint and mesh pact on the day it is born. ' +
    'Nothing is left behind when it fails or is interrupted. Without a name, a terminal is asked for everything, and mesh recommends on request; mesh advise does that alone.'
  static override examples = [
    {description: 'A REST service about orders, in ./orders.', command: '<%= config.bin %> new service orders'},
    {
      description: 'Show its files and write nothing.',
      command: '<%= config.bin %> new service orders --dry-run',
    },
    {
      description: 'In a pipeline: another folder, another port, no install, no repository.',
      command: '<%= config.bin %> new service orders --dir services/orders --port 3001 --no-install --no-git',
    },
    {
      description: 'With something besides: instances that gateways find by themselves.',
      command: '<%= config.bin %> new service orders --with registration',
    },
    {
      description: 'A worker that hears of events and tells of its own, through Redis.',
      command: '<%= config.bin %> new service orders --kind worker --messaging redis',
    },
    {
      description: 'With manifests for a cluster, and what watches it there.',
      command: '<%= config.bin %> new service orders --deploy kubernetes,istio,prometheus,grafana',
    },
    {
      description: 'Say what it is about when its name does not.',
      command: '<%= config.bin %> new service billing --resource "payment method"',
    },
  ]
  static override args = newProjectArgs
  static override baseFlags = newProjectBaseFlags
  static override flags = {
    kind: Flags.string({
      helpValue: 'KINDS',
      summary: `What it speaks, rest by default; several with commas between them share one domain: ${offered('service', 'kind')}.`,
    }),
    store: Flags.string({
      helpValue: 'STORE',
      summary: `Where it keeps its data, memory by default: ${offered('service', 'store')}.`,
    }),
    messaging: Flags.string({
      helpValue: 'BROKER',
      summary: `What carries its events, which it tells nobody by default: ${offered('service', 'messaging')}.`,
    }),
    with: Flags.string({
      helpValue: 'FEATURES',
      summary: `What it can do besides, with commas between; nothing by default: ${offered('service', 'with')}.`,
    }),
    deploy: Flags.string({
      helpValue: 'TARGETS',
      summary: `Where it is deployed, and by what, with commas between; nowhere by default: ${offered('service', 'deploy')}.`,
    }),
    kong: kongFlag,
    resource: Flags.string({
      helpValue: 'WORDS',
      summary: 'What it is about, in the singular; by default the name says it.',
    }),
    ...newProjectFlags,
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(NewService)
    const session = await this.open(flags)
    const {newProject} = await import('../../scaffold/new-project.js')
    const chosen = [flags.kind, flags.store, flags.messaging, flags.with].some(choice => choice !== undefined)
    const report = await newProject({
      template: 'service',
      choices: {
        kind: flags.kind,
        store: flags.store,
        messaging: flags.messaging,
        with: flags.with,
        deploy: deployTargets(flags),
      },
      name: args.name,
      resource: flags.resource,
      port: flags.port,
      folder: flags.dir,
      dependencies: flags.install ? 'install' : 'leave',
      git: flags.git,
      dryRun: flags['dry-run'],
      ask: canAsk(),
      advise: chosen ? undefined : async () => (await import('../../advice/ask.js')).askForAdvice(),
      cwd: process.cwd(),
      progress: session.progress,
      signal: session.signal,
    })
    await this.print(report, flags)
  }
}
