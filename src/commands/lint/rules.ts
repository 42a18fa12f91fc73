import {Flags} from '@oclif/core'
import {MeshCommand} from '../../command.js'

/** `mesh lint rules`. */
export default class LintRules extends MeshCommand {
  static override summary = 'Judge the rules of the project by their own examples.'
  static override description =
    'The rules that `lint.customRules` in mesh.yaml names are run on their examples: a valid one must not be reported, an invalid one exactly where a line ends in a comment `want: <message>`. ' +
    'An example may have a line `# options: {"key": "value"}` with options of the rule as JSON, and in Protocol Buffers and GraphQL a line `// file: b.proto` or `# file: b.graphql` where another file begins. ' +
    'Exit code 1 means that an example is not judged as it says.'
  static override examples = [
    {description: 'Judge all rules of the project.', command: '<%= config.bin %> lint rules'},
    {
      description: 'Judge one, and write the result for a CI server.',
      command: '<%= config.bin %> lint rules --only openapi/no-draft-paths --format text --format junit=rules.xml',
    },
  ]
  static override flags = {
    only: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'RULE',
      summary: 'Judge these rules only: an id, a folder such as `openapi` or a glob; may be repeated.',
    }),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(LintRules)
    const {config, root, signal} = await this.open(flags)
    const {lintRules} = await import('../../lint/rules.js')
    await this.print(await lintRules({config, root, cwd: process.cwd(), signal, only: flags.only ?? []}), flags)
  }
}
