import {inOrder, type Severity} from '../core/finding.js'
import type {Reporter} from '../core/report.js'
import type {Location} from '../core/source.js'

const levels = {error: 'error', warning: 'warning', info: 'note'} as const satisfies Record<Severity, string>

const rulePages = 'https://github.com/mesh-cli/mesh/blob/main/docs/rules'

/** SARIF 2.1.0, as code scanning services read it. */
export const sarif: Reporter = ({findings, rules = []}, {version}) => {
  const order = new Map(rules.map(({id}, index) => [id, index]))
  const run = {
    tool: {
      driver: {
        name: 'mesh',
        semanticVersion: version,
        informationUri: 'https://github.com/mesh-cli/mesh',
        rules: rules.map(({id, summary, why, fix, severity}) => ({
          id,
          shortDescription: {text: `${summary}.`},
          fullDescription: {text: why},
          help: {text: fix, markdown: fix},
          helpUri: `${rulePages}/${id}.md`,
          defaultConfiguration: severity === 'off' ? {enabled: false} : {level: levels[severity]},
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: inOrder(findings).map(({rule, severity, message, location, related, fix}) => ({
      ruleId: rule,
      ...(order.has(rule) && {ruleIndex: order.get(rule)}),
      level: levels[severity],
      message: {text: fix === undefined ? message : `${message} ${fix}`},
      locations: [{physicalLocation: physical(location)}],
      ...(related?.length && {
        relatedLocations: related.map((place, id) => ({
          id,
          physicalLocation: physical(place.location),
          message: {text: place.message},
        })),
      }),
    })),
  }
  return `${JSON.stringify({$schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run]}, null, 2)}\n`
}

function physical({path, start, end}: Location) {
  return {
    artifactLocation: {uri: path.split('/').map(encodeURIComponent).join('/')},
    region: {startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column},
  }
}
