import {majorOf} from '../../../standard/paths.js'
import {lintRule, type PathItem} from '../model.js'

export default lintRule({
  summary: 'Require one major version in all paths, the one of info.version',
  why: 'A document that holds two major versions can neither be released nor retired as one thing, and a generated client mixes operations that were never meant to work together.',
  fix: 'Keep one document per major version, and let `info.version` begin with the number that is in its paths.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
info: {version: 2.4.0}
paths:
  /api/v2/users: {get: {}}
  /api/v2/orders: {get: {}}
  /health: {get: {}}
`,
      `
openapi: 3.1.0
info: {version: 1.0.0}
servers: [{url: https://api.example.com/api/v1}]
paths:
  /users: {get: {}}
  /reports/v2/templates: {get: {}} # The first version of a path is the one of the API.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
info: {version: 1.2.0}
paths:
  /api/v1/users: {get: {}}
  /api/v2/orders: {get: {}} # want: Path "/api/v2/orders" has major version 2, but "info.version" is "1.2.0".
`,
      `
openapi: 3.1.0
info: {version: 1.2.0} # want: "info.version" is "1.2.0", but all paths have major version 2.
paths:
  /api/v2/users: {get: {}}
  /api/v2/orders: {get: {}}
`,
      `
openapi: 3.1.0
info: {version: '2026-01-31'}
paths:
  /api/v1/users: {get: {}}
  /api/v2/orders: {get: {}} # want: Path "/api/v2/orders" has major version 2, but "/api/v1/users" has 1.
`,
    ],
  },

  check({document: {info, pathItems}}, report) {
    const versioned = pathItems.flatMap(item =>
      item.exempt ? [] : [...majorsOf(item)].map(([major, path]) => ({item, major, path})),
    )
    const [first] = versioned
    if (!first) return
    const version = info?.get('version')
    const wanted = /^(\d+)\.\d+\.\d+/.exec(version?.shown ?? '')?.[1]
    if (
      version &&
      wanted !== undefined &&
      wanted !== first.major &&
      versioned.every(each => each.major === first.major)
    )
      return report(version, `"info.version" is "${version.shown}", but all paths have major version ${first.major}.`)
    for (const {item, major, path} of versioned) {
      if (major === (wanted ?? first.major)) continue
      const but = wanted === undefined ? `"${first.path}" has ${first.major}` : `"info.version" is "${version?.shown}"`
      report(item.use, `Path "${path}" has major version ${major}, but ${but}.`)
    }
  },
})

/** The major versions of a path on its servers, each with the whole path. */
function majorsOf({path, operations}: PathItem): Map<string, string> {
  const found = new Map<string, string>()
  for (const {basePath} of operations.flatMap(({servers}) => servers)) {
    const major = majorOf(basePath + path)
    if (major !== undefined && !found.has(major)) found.set(major, basePath + path)
  }
  return found
}
