import {Args} from '@oclif/core'
import {formatFlag, MeshCommand} from '../command.js'

export default class Explain extends MeshCommand {
  static override summary = 'Tell why a rule is there, how to fix what it reports and how to set it.'

  static override description =
    'Without a rule, all rules are listed with the severity that they have here. A rule is named by its id, as findings show it, or by its name in the catalogue of the standard.'

  static override examples = [
    {description: 'List all rules.', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'Explain one.', command: '<%= config.bin %> <%= command.id %> openapi/envelope-success'},
    {
      description: 'The same by its name in the standard, for a program to read.',
      command: '<%= config.bin %> <%= command.id %> oas-envelope-success --format json',
    },
  ]

  static override args = {
    rule: Args.string({description: 'Id of the rule, such as "openapi/operation-id".'}),
  }

  static override baseFlags = {...MeshCommand.baseFlags, format: formatFlag(['text', 'json'])}

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Explain)
    const {config, root, signal} = await this.open(flags)
    const {explain} = await import('../docs/explain.js')
    await this.print(await explain(args.rule, {config, root, cwd: process.cwd(), signal}), flags)
  }
}
