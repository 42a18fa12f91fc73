import {checks} from '../contracts/checks.js'
import {ruleIds} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import type {RuleSetting, RuleSettings} from '../core/lint.js'
import {type Identified, type RuleDocs, type Setting, settings as severities} from '../core/rule.js'
import {didYouMean} from '../core/suggest.js'
import {catalogueNameOf, ruleIdOf} from '../standard/catalogue.js'
import {pathMatcher} from './globs.js'
import {type Layer, layersOf} from './layers.js'
import type {LintRequest} from './request.js'
import {assertAbout, type Selection, selectionOf} from './selection.js'

/** What decides about the severity of a rule where nothing is set. */
export type Settable = Pick<Identified<RuleDocs<unknown>>, 'id' | 'severity' | 'presets' | 'always' | 'within'>

/** A layer with the ids of its rules checked. */
interface Part {
  readonly settings: RuleSettings
  readonly matches: (path: string) => boolean
}

/** Files to which the same parts apply, with what was worked out for them. */
interface Place {
  readonly parts: readonly Part[]
  readonly settings: Map<string, RuleSetting>
  readonly lists: Map<readonly Settable[], RuleSettings>
}

/** What is set for a rule in a file, after presets, mesh.yaml and flags. */
export class Settings {
  readonly #places = new Map<string, Place>()
  /** By the key of a place: most files have the same parts. */
  readonly #byKey = new Map<string, Place>()

  constructor(
    readonly presets: ReadonlySet<string>,
    readonly parts: readonly Part[],
    readonly selection: Selection,
  ) {}

  /** Settings of some rules for a contract, by the path that reports show. */
  of(rules: readonly Settable[], path: string): RuleSettings {
    const {lists} = this.#place(path)
    const known = lists.get(rules) ?? this.#withoutRepetition(rules, path)
    lists.set(rules, known)
    return known
  }

  /** Leaves out the rules whose faults others tell of, too. */
  #withoutRepetition(rules: readonly Settable[], path: string): RuleSettings {
    const {parts} = this.#place(path)
    const all = new Map(rules.map(rule => [rule.id, this.at(rule, path)]))
    for (const {id, within} of rules) {
      const setting = all.get(id)
      const isWider = within !== undefined && (all.get(within)?.severity ?? 'off') !== 'off'
      const isMeant = this.selection.named.has(id) || parts.some(({settings}) => settings.has(id))
      if (setting && isWider && !isMeant) all.set(id, {...setting, severity: 'off'})
    }
    return all
  }

  /** The setting of a rule in a file; without a path, in a file that no override is about. */
  at(rule: Settable, path = ''): RuleSetting {
    const {parts, settings} = this.#place(path)
    const known = settings.get(rule.id) ?? this.#settle(rule, parts)
    settings.set(rule.id, known)
    return known
  }

  /** What is set in a file, asked for with every finding. */
  #place(path: string): Place {
    const known = this.#places.get(path)
    if (known !== undefined) return known
    const parts = this.parts.filter(({matches}) => matches(path))
    const key = parts.map(part => this.parts.indexOf(part)).join(' ')
    const place = this.#byKey.get(key) ?? {parts, settings: new Map(), lists: new Map()}
    this.#byKey.set(key, place)
    this.#places.set(path, place)
    return place
  }

  #settle(rule: Settable, parts: readonly Part[]): RuleSetting {
    let setting: RuleSetting = {severity: this.#preset(rule)}
    // Who sets the severity only keeps the options that are there.
    for (const part of parts) setting = {...setting, ...part.settings.get(rule.id)}
    const {only, skipped, named} = this.selection
    if (skipped.has(rule.id) || (only && !only.has(rule.id) && !rule.always)) return {...setting, severity: 'off'}
    if (setting.severity !== 'off' || !named.has(rule.id)) return setting
    return {...setting, severity: rule.severity === 'off' ? 'warning' : rule.severity}
  }

  #preset({id, severity, presets = ['standard'], always}: Settable): Setting {
    if (this.presets.has('all')) return severity === 'off' ? 'warning' : severity
    // Without what the readers check there is nothing that a rule could judge.
    return always || checkIds.has(id) || presets.some(preset => this.presets.has(preset)) ? severity : 'off'
  }
}

const checkIds = new Set(checks.map(({id}) => id))

/** What presets, mesh.yaml and flags say about rules. A rule that nobody knows is a MeshError. */
export async function settingsOf(
  request: Pick<LintRequest, 'config' | 'root' | 'cwd' | 'only' | 'skip' | 'rules' | 'subject'>,
  custom: readonly Settable[],
): Promise<Settings> {
  const {config, root, cwd, only = [], skip = [], rules = [], subject} = request
  const ids = [...ruleIds, ...checkIds, ...custom.map(({id}) => id)]
  const {presets, layers} = await layersOf(config, root, cwd)
  const flags: Layer = {place: '--rule', rules: Object.fromEntries(rules.map(severityOf)), files: undefined}
  const parts = [...layers, flags].map(({files, ...layer}) => ({
    settings: checkedSettings(layer, ids),
    matches: files ? pathMatcher(files, root, cwd) : () => true,
  }))
  const selection = selectionOf(only, skip, ids)
  if (subject) assertAbout(subject, only, selection)
  return new Settings(presets, parts, selection)
}

/** A name of the standard's catalogue is as good as an id. */
function checkedSettings({place, rules}: Pick<Layer, 'place' | 'rules'>, ids: readonly string[]): RuleSettings {
  const settings = new Map<string, RuleSetting>()
  for (const [name, setting] of Object.entries(rules)) {
    const id = ruleIdOf(name)
    if (!ids.includes(id)) {
      const names = name === id ? ids : ids.map(catalogueNameOf)
      throw new MeshError(
        `Rule "${name}" of ${place} is unknown.${didYouMean(name, names)}`,
        'Run "mesh explain" to see all rules.',
      )
    }
    settings.set(id, typeof setting === 'string' ? {severity: setting} : {severity: setting[0], options: setting[1]})
  }
  return settings
}

/** `openapi/path-style=off` as its two halves. */
function severityOf(text: string): readonly [string, Setting] {
  const [, name = '', given = ''] = /^(.*)=(.*)$/.exec(text) ?? []
  const severity = severities.find(each => each === given)
  if (name !== '' && severity) return [name, severity]
  throw new MeshError(
    `--rule is given "${text}", which is no rule with a severity.${given === '' ? '' : didYouMean(given, severities)}`,
    `Write for example --rule openapi/path-style=off; a severity is one of ${severities.join(', ')}.`,
  )
}
