import {Args, Flags} from '@oclif/core'
import {type QuestionName, questionOf} from '../advice/questions.js'
import {formatFlag, MeshCommand} from '../command.js'
import {canAsk} from '../new-project.js'

/** A flag for a question, with its answers in the help. */
function flagFor(name: QuestionName) {
  const {summary, options, default: preset} = questionOf(name)
  const names = Object.keys(options)
  const usual = preset?.length ? `; ${preset.join(',')} by default` : ''
  return Flags.string({helpValue: 'ANSWER', summary: `${summary.slice(0, -1)}: ${names.join(', ')}${usual}.`})
}

const yesNoFlagFor = (name: QuestionName) => Flags.boolean({allowNo: true, summary: questionOf(name).summary})

export default class Advise extends MeshCommand {
  static override summary = 'Recommend what a service should speak and carry, with the reasons.'
  static override description =
    'Goes by the decision matrix: whether somebody waits, how long it takes, how consistent it has to be and who uses it. ' +
    'On a terminal it asks for what the flags leave open. It writes nothing; its last lines are the command to type.'
  static override examples = [
    {description: 'Be asked.', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'A report that takes a minute, for partners.',
      command:
        '<%= config.bin %> <%= command.id %> reports --user-facing --duration 60s --consistency eventual --consumers partners',
    },
    {
      description: 'An order that pays, reserves and ships in several services, for a program to read.',
      command:
        '<%= config.bin %> <%= command.id %> orders --no-user-facing --duration 5s --consistency strong --consumers apps,subscribers --transaction distributed --format json',
    },
  ]
  static override args = {
    name: Args.string({description: 'Name of the service in the command that is recommended.', default: 'orders'}),
  }
  static override baseFlags = {...MeshCommand.baseFlags, format: formatFlag(['text', 'json'])}
  static override flags = {
    'user-facing': yesNoFlagFor('user-facing'),
    duration: Flags.string({
      helpValue: 'TIME',
      summary: 'How long it takes, such as 800ms, 5s or 2m; or under-2s, under-10s, over-10s.',
    }),
    consistency: flagFor('consistency'),
    consumers: flagFor('consumers'),
    transaction: flagFor('transaction'),
    queries: flagFor('queries'),
    live: yesNoFlagFor('live'),
    history: yesNoFlagFor('history'),
    sources: flagFor('sources'),
    broker: flagFor('broker'),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Advise)
    await this.open(flags)
    const [{giveAdvice}, {validateName}] = await Promise.all([
      import('../advice/give-advice.js'),
      import('../scaffold/name.js'),
    ])
    validateName(args.name)
    await this.print(await giveAdvice({said: flags, name: args.name, ask: canAsk()}), flags)
  }
}
