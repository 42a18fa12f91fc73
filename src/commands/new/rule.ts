import {Args, Flags} from '@oclif/core'
import {formatFlag, MeshCommand} from '../../command.js'

/** `mesh new rule`. */
export default class NewRule extends MeshCommand {
  static override summary = 'Begin a rule of your own for contracts.'
  static override description =
    'Writes a small rule that works, to be changed into the one that is wanted. Its path is its id; it is run with all others once `lint.customRules` in mesh.yaml names its file, which a new mesh.yaml does.'
  static override examples = [
    {
      description: 'A rule about OpenAPI, in mesh-rules/openapi.',
      command: '<%= config.bin %> new rule openapi/no-draft-paths',
    },
    {
      description: 'One about every kind of contract, in TypeScript.',
      command: '<%= config.bin %> new rule shared/no-numbers --typescript',
    },
  ]
  static override args = {
    id: Args.string({
      description: 'Kind of contract and name of the rule, such as openapi/no-draft-paths.',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override baseFlags = {...MeshCommand.baseFlags, format: formatFlag(['text', 'json'])}
  static override flags = {
    dir: Flags.string({
      default: 'mesh-rules',
      helpValue: 'DIR',
      summary: 'Folder of the rules of the project, from the folder of mesh.yaml.',
    }),
    typescript: Flags.boolean({
      default: false,
      summary: 'Write it in TypeScript; install mesh in the project for its types.',
    }),
    'dry-run': Flags.boolean({default: false, summary: 'Write nothing.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(NewRule)
    const session = await this.open(flags)
    const {newRule} = await import('../../lint/new-rule.js')
    const report = await newRule({
      id: args.id,
      folder: flags.dir,
      typescript: flags.typescript,
      dryRun: flags['dry-run'],
      config: session.config,
      root: session.root,
      cwd: process.cwd(),
      configured: session.configSource !== undefined,
    })
    await this.print(report, flags)
  }
}
