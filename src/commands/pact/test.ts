import {resolve} from 'node:path'
import {Args, Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'
import {parseDuration} from '../../core/duration.js'

export default class PactTest extends MeshCommand {
  static override summary = 'Run the consumer tests of a project and write its pacts.'
  static override description =
    `Runs the Pact consumer tests with the runner that they are written for (vitest, jest, mocha or node --test), in the project's own copy, and puts the interactions that they write into one file for each provider: sorted, the same bytes for the same tests, without loss when test files run side by side, and without what deleted tests once wrote. Two tests that describe different interactions in the same words are an error. When a test fails, no pact file is touched.`
  static override examples = [
    {
      description:
        'Run all consumer tests (test/pact/**, *.consumer.test.ts) and write the pacts into the folder of mesh.yaml',
      command: '<%= config.bin %> <%= command.id %>',
    },
    {
      description: 'Run some of the tests; words behind "--" go to the runner',
      command: `<%= config.bin %> <%= command.id %> -- orders -t 'creates an order'`,
    },
    {
      description: 'Run the tests with another runner',
      command: `<%= config.bin %> <%= command.id %> --command 'npx jest test/pact'`,
    },
  ]
  static override args = {
    word: Args.string({multiple: true, required: false, description: 'Words for the runner, behind "--".'}),
  }
  static override flags = {
    include: Flags.string({
      helpValue: 'GLOB',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Which files are consumer tests. [default: **/*.consumer.test.* and tests in folders called pact]',
    }),
    command: Flags.string({helpValue: 'COMMAND', summary: 'Run the tests with this command instead.'}),
    'fail-on-change': Flags.boolean({
      exclusive: ['watch'],
      summary: 'Write nothing, and fail when a pact file is not what the tests write: for pipelines.',
    }),
    watch: Flags.boolean({summary: 'Run the tests again whenever a file changes.'}),
    folder: Flags.string({helpValue: 'DIR', summary: 'Where to write the pacts. [default: pact.folder of mesh.yaml]'}),
    timeout: Flags.string({helpValue: 'TIME', default: '5m', summary: 'How long the tests may take.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PactTest)
    const {config, root, progress, signal} = await this.open(flags)
    const {runConsumerTests} = await import('../../pact/consumer/consumer-tests.js')
    const folder = flags.folder === undefined ? config.pact.folder : resolve(flags.folder)
    const run = async () => {
      const report = await runConsumerTests({
        root,
        folder,
        command: flags.command,
        include: flags.include,
        words: args.word ?? [],
        failOnChange: flags['fail-on-change'],
        show: flags.verbose,
        timeout: parseDuration(flags.timeout, '--timeout'),
        progress,
        signal,
      })
      await this.print(report, flags)
    }
    if (!flags.watch) return run()
    const {watchFolder} = await import('../../io/watch.js')
    await watchFolder(root, {ignore: [resolve(root, folder)], signal}, () => this.attempt(run))
  }
}
