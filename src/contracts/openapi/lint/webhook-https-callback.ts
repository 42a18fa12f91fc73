import {valueBranches} from '../bodies.js'
import {tell} from '../members.js'
import {lintRule, type OpenApi, type Property} from '../model.js'
import {addressesOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require https for the addresses to which webhooks are sent',
  why: 'A subscriber chooses where the service sends its data. Without https anybody on the way reads it, and other schemes reach into places that the service should not call.',
  fix: 'Describe the property as `{type: string, format: uri, pattern: "^https://"}`.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/subscriptions:
    post:
      tags: [webhook]
      requestBody:
        content:
          application/json:
            schema: {properties: {callbackUrl: {type: string, format: uri, pattern: '^https://[^/]+\\.example\\.com/'}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/links:
    post: # Sends nothing to anybody.
      requestBody: {content: {application/json: {schema: {properties: {url: {type: string}}}}}}
  /api/v1/subscriptions:
    post:
      requestBody:
        content:
          application/json:
            schema: {properties: {target: {properties: {address: {type: string, format: uri, pattern: '^https:\\/\\/'}}}}}
      callbacks: {created: {'{$request.body#/target/address}': {post: {}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/subscriptions:
    post:
      tags: [webhook]
      requestBody:
        content:
          application/json:
            schema:
              properties:
                url: {type: string} # want: Request body of "POST /api/v1/subscriptions": "url" has to have "format: uri" and a pattern that starts with "^https://".
`,
      `
openapi: 3.1.0
paths:
  /api/v1/subscriptions:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Subscription'}}}}
      callbacks: {created: {'{$request.body#/target/address}': {post: {}}}}
components:
  schemas:
    Subscription:
      properties:
        target:
          properties:
            address: {type: string, format: uri, pattern: '^https?://'} # want: Schema "Subscription": "target.address" has to have a pattern that starts with "^https://".
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations)
      for (const {holder, property} of addressesOf(document, operation)) {
        const lacks = lacksOf(document, property)
        if (lacks.length > 0)
          tell({document, response: holder, report}, property.node, `has to have ${lacks.join(' and ')}`)
      }
  },
})

function lacksOf(document: OpenApi, {schemas}: Property): readonly string[] {
  const views = valueBranches(document, schemas).views.filter(view => view.complete)
  const isUri = views.every(view => view.keyword('format').some(({text}) => text === 'uri'))
  const isHttps = views.every(view =>
    view.keyword('pattern').some(({text}) => text?.replaceAll('\\/', '/').startsWith('^https://')),
  )
  return [...(isUri ? [] : ['"format: uri"']), ...(isHttps ? [] : ['a pattern that starts with "^https://"'])]
}
