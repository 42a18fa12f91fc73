import {lintRule} from '../model.js'

/** Schemes of the registry for HTTP authentication that security reviews refuse. */
const unsafe = new Set(['basic', 'digest', 'negotiate', 'oauth'])

export default lintRule({
  summary: 'Disallow authentication that gives the secret away',
  why: 'Basic authentication carries the password in every request, readable for everyone on the way who can see it, and there is no way to withdraw it from one client; Negotiate and the other old schemes have known holes. A key in the URL is in the logs of every proxy.',
  fix: 'Use bearer tokens, OAuth 2, OpenID Connect or mutual TLS; send a key in a header.',
  severity: 'error',
  security: 'high',
  presets: ['recommended'],
  within: 'openapi/security-schemes',
  examples: {
    valid: [
      `
openapi: 3.1.0
components: {securitySchemes: {token: {type: http, scheme: bearer, bearerFormat: JWT}}}
`,
      // Newer schemes prove that a key is there without sending it.
      `
openapi: 3.1.0
components:
  securitySchemes:
    bound: {type: http, scheme: DPoP}
    tls: {type: mutualTLS}
    key: {type: apiKey, in: header, name: X-API-Key}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  securitySchemes:
    password: {type: http, scheme: basic} # want: Security scheme "password" is HTTP "basic", which is not safe.
`,
      // Names of schemes have no case.
      `
openapi: 3.0.3
paths: {}
components:
  securitySchemes:
    old: {type: http, scheme: Digest} # want: Security scheme "old" is HTTP "Digest", which is not safe.
    key: {type: apiKey, in: query, name: key} # want: Security scheme "key" sends its key in the URL.
    windows: {type: http, scheme: Negotiate} # want: Security scheme "windows" is HTTP "Negotiate", which is not safe.
`,
    ],
  },

  check({document}, report) {
    for (const use of document.root.at('components', 'securitySchemes')?.children() ?? []) {
      const scheme = document.resolve(use)
      const name = scheme?.get('scheme')
      const place = scheme?.get('in')
      if (scheme?.get('type')?.text === 'apiKey' && place?.text === 'query')
        report(place, `Security scheme "${use.name}" sends its key in the URL.`)
      if (scheme && name && scheme.get('type')?.text === 'http' && unsafe.has(name.shown.toLowerCase()))
        report(name, `Security scheme "${use.name}" is HTTP "${name.shown}", which is not safe.`)
    }
  },
})
