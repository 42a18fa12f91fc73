import {z} from 'zod'
import {type DataChange, type DataPath, standardTransformSize, type Transform} from '../transform/transform.js'
import {size} from './units.js'

/** A name that a JSON object may have and no object of JavaScript has by itself. */
const fieldName = z
  .string()
  .regex(/^[A-Za-z_$][\w$-]*$/, 'must be the name of a field')
  .refine(name => !['__proto__', 'constructor', 'prototype'].includes(name), 'can not be the name of a field')

const dataPath = z
  .string()
  .transform(text => text.split('.'))
  .pipe(z.tuple([fieldName], fieldName))
  .transform((names): DataPath => names)

const change = z.union(
  [
    z
      .strictObject({rename: dataPath, to: fieldName})
      .transform(({rename, to}): DataChange => ({kind: 'rename', path: rename, to})),
    z.strictObject({omit: dataPath}).transform(({omit}): DataChange => ({kind: 'omit', path: omit})),
    z
      .strictObject({add: dataPath, value: z.json()})
      .transform(({add, value}): DataChange => ({kind: 'add', path: add, value})),
  ],
  {error: 'must be {rename: a.field, to: name}, {omit: a.field} or {add: a.field, value: …}'},
)

/** Headers that the gateway itself has to get right. */
const gatewayOwn =
  /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|x-request-id|x-correlation-id|traceparent|x-forwarded-.*|x-user-.*|accept-encoding|if-match|if-none-match)$/

const headerName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]+$/, 'must be the name of a header')
  .refine(name => !gatewayOwn.test(name), 'is a header that the gateway writes itself')

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be one line of ASCII')

/** What a route may change of requests and answers. */
export const transformSchema = z
  .strictObject({
    path: z
      .string()
      .regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /orders, without slash at the end')
      .optional()
      .describe('What stands in place of the prefix at the upstream.'),
    query: z.record(z.string(), z.string()).optional().describe('Added to the query.'),
    headers: z.record(headerName, headerValue.nullable()).optional().describe('Set, or taken away by null.'),
    data: z.array(change).min(1).optional().describe('Changes inside `data` of answers.'),
    fields: z.boolean().optional().describe('Whether callers may choose fields of `data` by ?fields=id,customer.name.'),
    size: size().optional().describe('Of the largest answer whose `data` is changed.'),
  })
  .transform(
    ({path, query = {}, headers = {}, data = [], fields = false, size: most = standardTransformSize}): Transform => ({
      path,
      query,
      headers,
      data,
      fields,
      size: most,
    }),
  )
