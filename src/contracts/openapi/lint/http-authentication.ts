import {lintRule} from '../model.js'

/** Schemes of the registry for HTTP authentication that security reviews refuse. */
const unsafe = new Set(['basic', 'digest', 'negotiate', 'oauth'])

export default lintRule({
  summary: 'Disallow HTTP authentication that sends the password with every request',
  why: 'Basic authentication carries the password in every request, readable for everyone on the way who can see it, and there is no way to withdraw it from one client. Negotiate and the other old schemes have known holes.',
  fix: 'Use bearer tokens, OAuth 2, OpenID Connect or mutual TLS.',
  severity: 'error',
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
components: {securitySchemes: {bound: {type: http, scheme: DPoP}, tls: {type: mutualTLS}}}
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
    windows: {type: http, scheme: Negotiate} # want: Security scheme "windows" is HTTP "Negotiate", which is not safe.
`,
    ],
  },

  check({document}, report) {
    for (const use of document.root.at('components', 'securitySchemes')?.children() ?? []) {
      const scheme = document.resolve(use)
      const name = scheme?.get('scheme')
      if (scheme && name && scheme.get('type')?.text === 'http' && unsafe.has(name.shown.toLowerCase()))
        report(name, `Security scheme "${use.name}" is HTTP "${name.shown}", which is not safe.`)
    }
  },
})
