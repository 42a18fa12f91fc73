import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a license with a name and where to read it',
  why: 'Whoever builds upon an API has to know under which terms. Without a license, nobody may use it.',
  fix: 'Write `info.license` with a `name` and a `url`, or from 3.1 on an SPDX `identifier`; "Proprietary" is a name as well.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.0.3
info: {title: Orders, version: 1.0.0, license: {name: MIT, url: https://example.com/license}}
paths: {}
`,
      `
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, license: {name: Apache 2.0, identifier: Apache-2.0}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
info: # want: "info" has no "license".
  title: Orders
  version: 1.0.0
`,
      `
openapi: 3.0.3
info:
  title: Orders
  version: 1.0.0
  license: {name: MIT} # want: The license does not say where to read it; it has no "url".
paths: {}
`,
    ],
  },

  check({document: {info, version}}, report) {
    if (!info) return
    const license = info.get('license')
    if (!license) return report({node: info, on: 'key'}, '"info" has no "license".')
    const address = version === '3.0' ? ['url'] : ['url', 'identifier']
    if (!address.some(name => license.get(name)))
      report(
        license,
        `The license does not say where to read it; it has no ${address.map(name => `"${name}"`).join(' and no ')}.`,
      )
  },
})
