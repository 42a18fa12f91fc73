import {errorSeverities} from '../../../standard/api-error.js'
import {type ApiLanguage, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require exactly low, medium, high and critical as severities of errors',
  why: 'Alerting rules and clients branch on the severity. A fifth word, or one that is missing, falls through all of them.',
  fix: 'Give `severity` an enum of exactly these four values, in GraphQL in capital letters.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    ApiError:
      type: object
      properties:
        severity: {$ref: '#/components/schemas/Severity'}
    Severity: {type: string, enum: [critical, high, medium, low]}
`,
      `
openapi: 3.1.0
components:
  schemas:
    StormWarning:
      type: object
      properties:
        severity: {type: integer, minimum: 1, maximum: 5}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    ApiError:
      type: object
      properties:
        severity: {type: string} # want: Property "severity" of an error has no enum; its values are low, medium, high, critical.
`,
      `
openapi: 3.1.0
components:
  schemas:
    Failure:
      type: object
      properties:
        errors:
          type: array
          items:
            type: object
            properties:
              severity: {enum: [low, high, fatal]} # want: Property "severity" of an error allows "fatal" and lacks "medium", "critical"; its values are low, medium, high, critical.
`,
    ],
  },

  check({document: {api}}, report) {
    const wanted = errorSeverities.map(value => written(value, api.language))
    for (const field of api.fields) {
      if (field.name !== 'severity' || !field.inError) continue
      const {what, values, at} = field
      const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} "severity" of an error`
      const problem = values ? difference(values, wanted) : 'has no enum'
      if (problem !== '') report(at, `${title} ${problem}; its values are ${wanted.join(', ')}.`)
    }
  },
})

function written(value: string, language: ApiLanguage): string {
  return language === 'json' ? value : value.toUpperCase()
}

function difference(values: readonly unknown[], wanted: readonly string[]): string {
  const strangers = values.filter(value => value !== null && !wanted.some(each => each === value))
  const missing = wanted.filter(value => !values.includes(value))
  return [
    ...(strangers.length > 0 ? [`allows ${strangers.map(value => JSON.stringify(value)).join(', ')}`] : []),
    ...(missing.length > 0 ? [`lacks ${missing.map(value => `"${value}"`).join(', ')}`] : []),
  ].join(' and ')
}
