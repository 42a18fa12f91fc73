import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {brokerFlags, brokerSecrets, pactPathArgs} from '../../pact-flags.js'

/** `mesh pact publish`. */
export default class PactPublish extends MeshCommand {
  static override summary = 'Publish pacts to a Pact Broker, as the promise of one version of their consumer.'
  static override description =
    `All pacts of a consumer are published at once. The version is the commit and the branch the one of git or of the pipeline, unless they are given. A pact that differs from what the version has promised before is refused, exit code 1, with what differs. ${brokerSecrets}`
  static override examples = [
    {description: 'In a pipeline, after the consumer tests', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'See what would be published', command: '<%= config.bin %> <%= command.id %> --dry-run'},
    {
      description: 'Say everything',
      command:
        '<%= config.bin %> <%= command.id %> pacts/web-orders.json --consumer-version 1.4.0 --branch main --broker-url https://broker.example.com',
    },
  ]
  static override args = pactPathArgs
  static override flags = {
    ...brokerFlags,
    'consumer-version': Flags.string({helpValue: 'VERSION', summary: 'Version of the consumer. [default: the commit]'}),
    branch: Flags.string({helpValue: 'NAME', summary: 'Its branch. [default: of git or of the pipeline]'}),
    tag: Flags.string({multiple: true, multipleNonGreedy: true, helpValue: 'NAME', summary: 'A tag of the version.'}),
    'build-url': Flags.string({helpValue: 'URL', summary: 'Page of the build. [default: of the pipeline]'}),
    merge: Flags.boolean({summary: 'Add to what another part of the build has published for the version.'}),
    'allow-dirty': Flags.boolean({summary: 'Publish for the commit although the working tree differs from it.'}),
    'dry-run': Flags.boolean({summary: 'Say what would be published, and send nothing.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactPublish)
    const {config, root, progress, signal} = await this.open(flags)
    const [{publishPacts}, {withBroker}, {applicationVersion}, {pactPaths}] = await Promise.all([
      import('../../pact/broker/publish.js'),
      import('../../pact/broker/with-broker.js'),
      import('../../pact/broker/version.js'),
      import('../../pact/pacts/pact-paths.js'),
    ])
    const version = await applicationVersion(
      {
        number: flags['consumer-version'],
        branch: flags.branch,
        buildUrl: flags['build-url'],
        allowDirty: flags['allow-dirty'] || flags['dry-run'],
        flag: '--consumer-version',
        folder: process.cwd(),
        env: process.env,
      },
      signal,
    )
    const order = {paths: pactPaths(args.path, root, config.pact), version, tags: flags.tag ?? [], merge: flags.merge}
    progress('Publishing …')
    const report = flags['dry-run']
      ? await publishPacts({...order, broker: undefined})
      : await withBroker({url: flags['broker-url'] ?? config.pact.broker, signal}, broker =>
          publishPacts({...order, broker}),
        )
    await this.print(report, flags)
  }
}
