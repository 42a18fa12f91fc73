import {lintRules} from 'mesh:rules'
import {didYouMean} from '../../../core/suggest.js'
import {catalogueNameOf, ruleIdOf} from '../../../standard/catalogue.js'
import {checks} from '../../checks.js'
import {lintRule} from '../model.js'

/** Characters of a reason that says something. */
const shortest = 10

const known: ReadonlySet<string> = new Set([...Object.keys(lintRules), ...checks.map(({id}) => id)])

export default lintRule({
  summary: 'Require a known rule and a reason from every exemption',
  why: 'An exemption outlives the memory of why it was made. With a reason it can be checked and taken back; one that names no rule silences nothing and only looks as if.',
  fix: 'Name the rule by its id or its name in the catalogue, and say in a few words why it does not hold here.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /oauth/token:
    x-mesh-ignore:
      - rule: oas-path-versioned
        reason: OAuth token endpoint, RFC 6749
      - {rule: openapi/path-style, reason: The name is given by RFC 6749}
    post: {}
`,
      `
openapi: 3.1.0
components:
  examples:
    Exempted:
      value: {x-mesh-ignore: [nothing]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /oauth/token:
    x-mesh-ignore:
      - oas-path-versioned # want: The exemption from "oas-path-versioned" gives no reason.
      - {rule: openapi/path-stile, reason: The name is given by RFC 6749} # want: Rule "openapi/path-stile" is unknown. Did you mean "openapi/path-style"?
      - {rule: oas-path-style, reason: legacy} # want: The reason "legacy" for the exemption from "oas-path-style" has fewer than 10 characters.
      - {reason: The name is given by RFC 6749} # want: The exemption names no rule.
    post: {}
`,
      `
openapi: 3.1.0
info:
  x-mesh-ignore: oas-document-info # want: The exemption names no rule.
`,
    ],
  },

  check({document: {api}}, report, _, {ownRules}) {
    for (const {rule, reason, at} of api.exemptions) {
      if (rule === undefined) {
        report(at, 'The exemption names no rule.')
        continue
      }
      const id = ruleIdOf(rule)
      if (!known.has(id) && !ownRules.has(id)) {
        const ids = [...known, ...ownRules]
        const names = rule === id ? ids : ids.map(catalogueNameOf)
        report(at, `Rule "${rule}" is unknown.${didYouMean(rule, names)}`)
      }
      const given = reason?.trim() ?? ''
      if (given === '') report(at, `The exemption from "${rule}" gives no reason.`)
      else if (given.length < shortest)
        report(at, `The reason "${given}" for the exemption from "${rule}" has fewer than ${shortest} characters.`)
    }
  },
})
