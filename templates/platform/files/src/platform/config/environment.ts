import {globalRegistry, type z} from 'zod'

/** What is wrong with the environment or a file of settings, all of it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(
    readonly problems: readonly string[],
    title = 'The service can not start with this environment',
  ) {
    super(`${title}:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
  }
}

/** A setting whose value never appears in messages, logs or examples. */
export function secret<T extends z.ZodType>(schema: T): T {
  // Kept in the schema: `.describe()` and the like make another one of it, which has to be as secret.
  return schema.meta({secret: true})
}

function isSecret(schema: z.core.$ZodType): boolean {
  return globalRegistry.get(schema)?.['secret'] === true
}

/** What must hold between variables; says what is wrong, in a sentence. */
export type EnvironmentRule = (environment: Readonly<Record<string, string | undefined>>) => string | undefined

/** Reads settings from the environment. An empty variable counts as unset: that is how compose files pass "nothing". */
export function readEnvironment<T extends z.ZodObject>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
  rules: readonly EnvironmentRule[] = [],
): z.output<T> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  const broken = rules.map(rule => rule(set)).filter(sentence => sentence !== undefined)
  if (result.success && broken.length === 0) return result.data
  throw new ConfigError([...(result.error?.issues ?? []).map(issue => problem(issue, schema, set)), ...broken])
}

function problem(issue: z.core.$ZodIssue, schema: z.ZodObject, set: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0] ?? '')
  if (name === '') return `${issue.message}.`
  const setting = schema.shape[name]
  if (set[name] === undefined) return `${name} is not set. ${setting?.description ?? ''}`.trim()
  const hidden = setting !== undefined && isSecret(setting)
  return `${name} is ${hidden ? 'not right (its value is secret)' : JSON.stringify(set[name])}: ${issue.message}.`
}

/** The text of `.env.example`: every setting with its meaning, commented out where it has a default. */
export function environmentExample(schema: z.ZodObject): string {
  const blocks = Object.entries(schema.shape).map(([name, setting]) => {
    const value = setting.safeParse(undefined)
    const preset = value.success && value.data !== undefined ? presetText(value.data) : ''
    const line = isSecret(setting) ? `${name}=` : `${name}=${preset}`
    return `# ${setting.description ?? ''}\n${value.success ? `# ${line}` : line}\n`
  })
  return blocks.join('\n')
}

function presetText(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}
