import {MeshError} from '../core/errors.js'
import type {Report, Section} from '../core/report.js'
import {nearest} from '../core/suggest.js'
import {customRules} from '../lint/custom-rules.js'
import type {LintRequest} from '../lint/request.js'
import {type Settings, settingsOf} from '../lint/settings.js'
import {ruleIdOf} from '../standard/catalogue.js'
import {documentedIds, documentedRule, documentedRules} from './catalogue.js'
import {type Documented, folderOf, shownExample} from './documented.js'
import {type OptionRow, optionRows, schemaOf} from './options.js'
import {configuration} from './rule-page.js'

/** What `mesh explain` prints: one rule by its id or its name in the catalogue of the standard, or the list of all. */
export async function explain(
  name: string | undefined,
  request: Pick<LintRequest, 'config' | 'root' | 'cwd' | 'signal'>,
): Promise<Report> {
  const custom = (await customRules(request)).map(rule => ({...rule, configurable: true}))
  const settings = await settingsOf(request, custom)
  if (name === undefined) return listOf([...(await documentedRules()), ...custom], settings)
  const ids = [...documentedIds, ...custom.map(({id}) => id)]
  const id = idOf(name, ids)
  if (id !== undefined) return pageOf(custom.find(rule => rule.id === id) ?? (await documentedRule(id)), settings)
  const meant = nearest(ruleIdOf(name), ids) ?? nearest(name, ids.map(lastOf))
  const suggestion = meant === undefined ? '' : ` Did you mean "${idOf(meant, ids) ?? meant}"?`
  throw new MeshError(`Rule "${name}" is unknown.${suggestion}`, 'Run "mesh explain" to see all rules.')
}

/** The rule of a name: its id, its name in the catalogue, or the end of its id if no other rule ends like it. */
function idOf(name: string, ids: readonly string[]): string | undefined {
  const id = ruleIdOf(name.toLowerCase())
  if (ids.includes(id)) return id
  const [only, ...others] = ids.filter(each => lastOf(each) === id)
  return others.length === 0 ? only : undefined
}

function lastOf(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

function listOf(rules: readonly Documented[], settings: Settings): Report {
  const folders = [...new Set(rules.map(({id}) => folderOf(id)))]
  return {
    outcome: 'pass',
    summary: `${rules.length} rules and checks. Those of contracts are set by their id under "lint.rules" in mesh.yaml.`,
    findings: [],
    tables: folders.map(folder => ({
      title: folder,
      columns: ['rule', 'severity', 'summary'],
      rows: rules
        .filter(({id}) => folderOf(id) === folder)
        .map(rule => [rule.id, inForce(rule, settings), rule.summary]),
    })),
    next: ['mesh explain <rule>    why a rule is there, its options, how to fix what it reports'],
    data: {rules: rules.map(rule => ruleOf(rule, settings))},
  }
}

function pageOf(rule: Documented, settings: Settings): Report {
  const {id, summary, severity, security, why, fix, examples, configurable, catalogueName} = rule
  const options = rowsOf(rule)
  const sections: Section[] = [
    {
      title: id,
      text: `${summary}. Severity: ${severity}.${security === undefined ? '' : ` About security, grade: ${security}.`}${catalogueName === undefined ? '' : ` In the catalogue of the standard: ${catalogueName}.`}`,
    },
    {title: 'Why', text: why},
    {title: 'Fix', text: fix},
    ...options.map(optionSection),
    ...(examples?.invalid ?? []).map(code => ({title: 'Rejected', code: shownExample(code)})),
    ...(examples?.valid ?? []).map(code => ({title: 'Accepted', code: shownExample(code)})),
    ...(configurable ? [{title: 'In mesh.yaml', code: configuration(rule)}] : []),
  ]
  return {
    outcome: 'pass',
    summary: `"${id}" reports findings of severity "${severity}"${settingText(rule, settings)}.`,
    findings: [],
    sections,
    data: {rules: [ruleOf(rule, settings)]},
  }
}

/** The severity after presets and mesh.yaml. */
function inForce(rule: Documented, settings: Settings): string {
  return rule.configurable ? settings.at(rule).severity : rule.severity
}

function settingText(rule: Documented, settings: Settings): string {
  if (!rule.configurable) return ''
  const severity = inForce(rule, settings)
  if (severity === rule.severity) return ' unless mesh.yaml says otherwise'
  const {presets = ['standard']} = rule
  const isLeftOut = severity === 'off' && !presets.some(preset => settings.presets.has(preset))
  if (!isLeftOut) return `, but here mesh.yaml sets it to "${severity}"`
  return `, but here it is off: it belongs to ${[...presets, 'all'].map(preset => `mesh:${preset}`).join(', ')}`
}

function optionSection({name, type, standard, meaning}: OptionRow): Section {
  return {title: `Option ${name}`, text: `${meaning} (${type}${standard === '' ? '' : `, by default ${standard}`})`}
}

/** A rule in the JSON output; these keys are part of the interface. */
function ruleOf(rule: Documented, settings: Settings) {
  const {id, catalogueName, summary, severity, security, why, fix, examples} = rule
  const options = rowsOf(rule).map(optionOf)
  return {id, catalogueName, summary, severity, security, inForce: inForce(rule, settings), why, fix, options, examples}
}

/** An option in the JSON output. */
function optionOf({name, type, standard, meaning}: OptionRow) {
  return {name, type, default: standard === '' ? undefined : JSON.parse(standard), meaning}
}

function rowsOf({options}: Documented): readonly OptionRow[] {
  return options ? optionRows(schemaOf(options)) : []
}
