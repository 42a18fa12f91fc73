import type {Config} from '../config/schema.js'
import {checks} from '../contracts/checks.js'
import {ruleIds} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import type {RuleSetting, RuleSettings} from '../core/lint.js'
import {didYouMean} from '../core/suggest.js'
import {catalogueNameOf, ruleIdOf} from '../standard/catalogue.js'

/** `lint.rules` of mesh.yaml by rule id; a name of the standard's catalogue is as good as an id. */
export function ruleSettings(config: Config): RuleSettings {
  const known = new Set([...ruleIds, ...checks.map(({id}) => id)])
  const settings = new Map<string, RuleSetting>()
  for (const [name, setting] of Object.entries(config.lint.rules)) {
    const id = ruleIdOf(name)
    if (!known.has(id)) {
      const names = name === id ? known : [...known].map(catalogueNameOf)
      throw new MeshError(
        `Rule "${name}" of "lint.rules" is unknown.${didYouMean(name, names)}`,
        'Run "mesh explain" to see all rules.',
      )
    }
    settings.set(id, typeof setting === 'string' ? {severity: setting} : {severity: setting[0], options: setting[1]})
  }
  return settings
}
