import {everyServer} from '../every-server.js'
import {lintRule} from '../model.js'

/** Names without the signs between their words. */
const credentials = new Set([
  ...['password', 'passwd', 'pwd', 'clientsecret', 'appsecret', 'privatekey', 'jwt'],
  ...['accesstoken', 'authtoken', 'bearertoken', 'refreshtoken', 'idtoken', 'sessiontoken', 'usertoken'],
  ...['oauthtoken', 'jwttoken', 'securitytoken'],
  ...['apikey', 'xapikey', 'apitoken', 'apisecret', 'accesskey', 'secretkey'],
])

/** In a path these name a thing, as in `/tokens/{token}`; in a query they are the thing itself. */
const inQueries = new Set(['token', 'secret', 'bearer', 'credential', 'credentials', 'sessionid'])

export default lintRule({
  summary: 'Disallow credentials in URLs',
  why: 'A URL is kept in logs of every proxy, in histories and bookmarks, and sent on as the referrer. A password or token in it is known to all of them.',
  fix: 'Describe it as a security scheme that is sent in a header, or send it in the body.',
  severity: 'error',
  security: 'high',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      // Tokens that only say where a list goes on, and words about tokens.
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - {name: pageToken, in: query, schema: {type: string}}
        - {name: next_token, in: query, schema: {type: string}}
        - {name: token_type, in: query, schema: {type: string}}
`,
      `
openapi: 3.1.0
servers:
  - url: https://api.example.com/@users
paths:
  /tokens/{token}:
    parameters:
      - {name: token, in: path, required: true, schema: {type: string}} # The id of one, not what it is.
      - {name: token, in: query, schema: {type: integer}}
      - {name: X-Auth-Token, in: header, schema: {type: string}}
    post: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
servers:
  - url: https://ada:secret@api.example.com # want: The URL of this server has a user and a password in it.
paths:
  /orders:
    get:
      parameters:
        - {name: access_token, in: query, schema: {type: string}} # want: The query parameter "access_token" carries a credential in the URL.
        - {name: status, in: query, schema: {type: string}}
`,
      `
openapi: 3.0.3
paths:
  /sessions/{accessToken}:
    parameters:
      - {$ref: '#/components/parameters/Session'}
    get: {}
    delete: {}
components:
  parameters:
    Session: {name: accessToken, in: path, required: true, schema: {type: string}} # want: The path parameter "accessToken" carries a credential in the URL.
`,
    ],
  },

  check({document}, report) {
    for (const {url, node} of everyServer(document))
      if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#@]+:[^/?#@]+@/i.test(url))
        report(node.get('url') ?? node, 'The URL of this server has a user and a password in it.')
    for (const {parameters} of document.operations)
      for (const {name, in: place, node, schema} of parameters) {
        const word = name.toLowerCase().replaceAll(/[^a-z]/g, '')
        const isCredential = credentials.has(word) || (place === 'query' && inQueries.has(word))
        const types = schema ? document.view(schema).types : []
        // A number or a list is what identifies a token, not one.
        const isText = types.length === 0 || types.includes('string')
        if ((place === 'query' || place === 'path') && isCredential && isText)
          report(node, `The ${place} parameter "${name}" carries a credential in the URL.`)
      }
  },
})
