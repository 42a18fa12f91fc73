import {eventTypeHeader} from '../../../standard/webhooks.js'
import {branches, valuesOf} from '../bodies.js'
import {sentBy} from '../inputs.js'
import {tell} from '../members.js'
import {lintRule, type OpenApi, type Parameter} from '../model.js'
import {parameterOf, parameterTitle, quoted} from '../named.js'
import {deliveriesOf, eventInAddress, payloadsOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require X-Event-Type on webhooks, equal to the eventType of the body, and no event type in the URL',
  why: 'Receivers choose their code by the event type. The body is signed and the URL is not, so the type has to be in the body; the header repeats it for those who only route.',
  fix: 'Require the header `X-Event-Type` with the `const` or `enum` that `eventType` of the body has, and send all events to one address.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      parameters:
        - {name: X-Event-Type, in: header, required: true, schema: {const: OrderCreated}}
      requestBody: {content: {application/json: {schema: {properties: {eventType: {const: OrderCreated}}}}}}
`,
      `
openapi: 3.1.0
webhooks:
  orderEvents:
    post:
      parameters:
        - {name: X-Event-Type, in: header, required: true, schema: {enum: [OrderPaid, OrderCreated]}}
      requestBody: {content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Created'}, {$ref: '#/components/schemas/Paid'}]}}}}
components:
  schemas:
    Created: {properties: {eventType: {const: OrderCreated}}}
    Paid: {properties: {eventType: {const: OrderPaid}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      parameters:
        - {name: X-Event-Type, in: header, required: true, schema: {const: OrderPaid}} # want: Header parameter "X-Event-Type" of "webhook POST orderCreated" is "OrderPaid", but "eventType" of the body is "OrderCreated".
      requestBody: {content: {application/json: {schema: {properties: {eventType: {const: OrderCreated}}}}}}
  orderPaid:
    post: # want: "webhook POST orderPaid" does not require the header "X-Event-Type".
      requestBody:
        content:
          application/json:
            schema:
              properties:
                eventType: {type: string} # want: Request body of "webhook POST orderPaid": "eventType" has no "const" or "enum".
`,
      `
openapi: 3.1.0
paths:
  /webhooks/{event}: # want: "POST /webhooks/{event}" has the event type in its address, as "event".
    post:
      tags: [webhook]
      parameters:
        - {name: X-Event-Type, in: header, required: true, schema: {type: string}} # want: Header parameter "X-Event-Type" of "POST /webhooks/{event}" has no "const" or "enum".
  /api/v1/subscriptions:
    post:
      callbacks:
        event:
          '{$request.body#/url}?event={$request.body#/name}': # want: "callback POST {$request.body#/url}?event={$request.body#/name}" has the event type in its address, as "event".
            post:
              parameters:
                - {name: X-Event-Type, in: header, required: true, schema: {const: OrderCreated}}
`,
    ],
  },

  check({document}, report) {
    for (const operation of deliveriesOf(document)) {
      const {title, node, pathItem} = operation
      const named = eventInAddress(operation)
      if (named !== undefined) report(pathItem.use, `"${title}" has the event type in its address, as "${named}".`)
      const parameter = parameterOf(operation, 'header', eventTypeHeader)
      if (!parameter?.required) report(node, `"${title}" does not require the header "${eventTypeHeader}".`)
      const inHeader = parameter && typesIn(document, parameter)
      const subject = parameter && `${parameterTitle(parameter)} of "${title}"`
      if (parameter && !inHeader) report(parameter.node, `${subject} has no "const" or "enum".`)
      const holder = sentBy(operation)
      const properties = payloadsOf(document, operation).flatMap(view => view.properties.get('eventType') ?? [])
      const values = properties.map(property => valuesIn(document, property.schemas))
      properties.forEach((property, index) => {
        if (holder && !values[index])
          tell({document, response: holder, report}, property.node, 'has no "const" or "enum"')
      })
      const inBody = values.includes(undefined) ? [] : [...new Set(values.flatMap(each => each ?? []))]
      if (parameter && inHeader && inBody.length > 0 && !isSame(inHeader, inBody))
        report(
          parameter.node,
          `${subject} is ${quoted(inHeader, 'or')}, but "eventType" of the body is ${quoted(inBody, 'or')}.`,
        )
    }
  },
})

function typesIn(document: OpenApi, {schema}: Parameter): readonly string[] | undefined {
  return schema && valuesIn(document, [schema])
}

function valuesIn(document: OpenApi, schemas: Parameters<typeof branches>[1]): readonly string[] | undefined {
  const values = branches(document, schemas).map(valuesOf)
  return values.includes(undefined) ? undefined : values.flatMap(each => each ?? []).map(String)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.every(value => other.includes(value)) && other.every(value => one.includes(value))
}
