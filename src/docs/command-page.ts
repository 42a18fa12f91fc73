import {generatedFrom, markdownCode, markdownSpan, markdownTable} from './markdown.js'

/** A command as oclif's manifest describes it. */
export interface CommandDescription {
  /** `lint:contracts` */
  readonly id: string
  readonly summary?: string
  readonly description?: string
  readonly hidden?: boolean
  /** `dist`, `commands`, …: its file from the project's folder. */
  readonly relativePath?: readonly string[]
  readonly args?: Readonly<Record<string, ArgumentDescription>>
  readonly flags?: Readonly<Record<string, FlagDescription>>
  readonly examples?: readonly (string | {readonly description: string; readonly command: string})[]
  /** Static member of a command that ends in other ways than most. */
  readonly exitCodes?: Readonly<Record<string, string>>
}

interface ArgumentDescription {
  readonly name: string
  readonly description?: string
  readonly required?: boolean
  readonly multiple?: boolean
  readonly default?: unknown
}

interface FlagDescription extends Omit<ArgumentDescription, 'multiple'> {
  readonly summary?: string
  readonly char?: string
  readonly type: 'option' | 'boolean'
  readonly options?: readonly string[]
  readonly helpGroup?: string
  readonly helpValue?: string | readonly string[]
  readonly allowNo?: boolean
  readonly multiple?: boolean
  readonly hidden?: boolean
}

const exitCodes: Readonly<Record<string, string>> = {
  0: 'It went well, and nothing was found that fails the run.',
  1: 'Something was found: a finding of severity error, a failed check, a missed objective.',
  2: 'You can mend it: a wrong flag, an unreadable file, an unreachable target. The message has a hint.',
  3: 'A bug in mesh; the message says where to report it.',
  130: 'Interrupted.',
}

/** The page of a command in docs/commands. */
export function commandPage(command: CommandDescription): string {
  const {id, summary = '', description, args = {}, flags = {}, examples = []} = command
  const name = `mesh ${spoken(id)}`
  const arguments_ = Object.values(args)
  const shown = Object.values(flags).filter(flag => !flag.hidden)
  const own = shown.filter(flag => flag.helpGroup !== 'GLOBAL')
  const global = shown.filter(flag => flag.helpGroup === 'GLOBAL')
  return `${[
    generatedFrom(`src/${(command.relativePath ?? []).slice(1).join('/').replace(/\.js$/, '.ts')}`),
    `# ${name}`,
    filled(summary, id),
    ...(description === undefined || description === summary ? [] : [filled(description, id)]),
    markdownCode(
      'console',
      [name, ...arguments_.map(argumentUsage), ...own.filter(isRequired).map(flagUsage), '[flags]'].join(' '),
    ),
    ...(arguments_.length === 0 ? [] : ['## Arguments', argumentTable(arguments_)]),
    ...(own.length === 0 ? [] : ['## Flags', flagTable(own)]),
    ...(global.length === 0 ? [] : ['## Flags of every command', flagTable(global)]),
    ...(examples.length === 0 ? [] : ['## Examples', ...examples.map(example => exampleText(example, id))]),
    '## Exit codes',
    markdownTable(['code', 'meaning'], Object.entries({...exitCodes, ...command.exitCodes})),
  ].join('\n\n')}\n`
}

function argumentUsage({name, required}: ArgumentDescription): string {
  return required ? name.toUpperCase() : `[${name.toUpperCase()}]`
}

function argumentTable(list: readonly ArgumentDescription[]): string {
  return markdownTable(
    ['argument', 'default', 'meaning'],
    list.map(argument => [
      markdownSpan(argumentUsage(argument)),
      markdownSpan(defaultText(argument.default)),
      oneLine(argument.description),
    ]),
  )
}

function flagTable(list: readonly FlagDescription[]): string {
  return markdownTable(
    ['flag', 'default', 'meaning'],
    list.map(flag => [
      [...(flag.char ? [`\`-${flag.char}\``] : []), markdownSpan(flagUsage(flag))].join(', '),
      flag.type === 'boolean' ? '' : markdownSpan(defaultText(flag.default)),
      [
        oneLine(flag.summary ?? flag.description),
        ...(flag.options && flag.helpValue !== undefined
          ? [`One of ${flag.options.map(markdownSpan).join(', ')}.`]
          : []),
        ...(flag.multiple && !/repeated/.test(flag.summary ?? '') ? ['May be given several times.'] : []),
        ...(flag.required ? ['Required.'] : []),
      ].join(' '),
    ]),
  )
}

function isRequired(flag: FlagDescription): boolean {
  return flag.required === true
}

function flagUsage({name, type, allowNo, helpValue, options}: FlagDescription): string {
  if (type === 'boolean') return allowNo ? `--[no-]${name}` : `--${name}`
  const value = typeof helpValue === 'string' ? helpValue : (helpValue?.[0] ?? (options ? options.join('|') : 'VALUE'))
  return `--${name} ${value}`
}

function exampleText(example: NonNullable<CommandDescription['examples']>[number], id: string): string {
  if (typeof example === 'string') return markdownCode('console', filled(example, id))
  return `${filled(example.description, id).replace(/\.$/, '')}:\n\n${markdownCode('console', filled(example.command, id))}`
}

/** oclif's placeholders, filled in. */
function filled(text: string, id: string): string {
  return text
    .replaceAll(/<%=\s*config\.bin\s*%>/g, 'mesh')
    .replaceAll(/<%=\s*command\.id\s*%>/g, spoken(id))
    .trim()
}

function spoken(id: string): string {
  return id.replaceAll(':', ' ')
}

function oneLine(text = ''): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function defaultText(value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}
