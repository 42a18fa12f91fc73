import {MeshError} from '../../core/errors.js'
import type {PreparedRequest} from '../engine/connection.js'
import {isMarkedSafe} from '../source/contract-scenario.js'
import {checkHeader, mergedHeaders} from '../source/headers.js'
import {type Method, methods, safeMethods} from '../source/scenario.js'
import {type Compilation, checkReferences, refuseWrite, type StepPlace} from './compilation.js'
import {findOperation} from './find-operation.js'
import type {Judge} from './judge.js'
import {pathTemplate} from './path-template.js'
import type {StepSettings} from './schema.js'
import type {Exchanges, Step} from './step.js'
import {type Template, textTemplates, type Values, valueTemplate} from './template.js'

/** The parts of a request as templates. */
export interface RequestTemplate {
  readonly method: Method
  readonly path: Template<string>
  readonly headers: Template<Readonly<Record<string, string>>>
  readonly body: Template<string> | undefined
}

/** A step that is an HTTP request: `GET /orders/{{ id }}`. */
export function httpStep(settings: StepSettings, judge: Judge, place: StepPlace, compilation: Compilation): Step {
  const {file, basePath, contract, writes, operations} = compilation
  const at = [...place.keys, 'request']
  const [, wanted = '', path = ''] = /^\s*([A-Za-z]+)\s+(\S.*?)\s*$/.exec(settings.request ?? '') ?? []
  const method = methods.find(each => each === wanted.toUpperCase())
  if (method === undefined)
    throw file.mistake(at, `${place.title} is "${settings.request}", which is no request.`, 'Write "GET /orders".')
  const found = contract && findOperation(contract, method, path, basePath)
  if (!isSafe(method) && !writes && !(contract && found && isMarkedSafe(found, contract)))
    refuseWrite(method, place, compilation, 'Mark the operation in the contract with "x-loadtest: safe"')
  const template = inPlace(at, compilation, () => ({
    method,
    path: pathTemplate(path, settings.query ?? {}, basePath),
    headers: headersOf(settings),
    body: bodyOf(settings),
  }))
  checkRequest(template, place, compilation)
  const shown = basePath + path.replace(/[?#].*$/, '').replaceAll(/\{\{\s*([^{}]*?)\s*\}\}/g, '{$1}')
  const operation = operations.indexOf(
    settings.name ?? found?.title ?? `${method} ${shown}`,
    method,
    shown,
    settings.name === undefined ? found?.operationId?.text : undefined,
  )
  return {
    operation,
    title: place.title,
    send: sender([template], operation),
    judge: (answer, values) => judge.judge(answer, values),
  }
}

/** Says of each template whether all that it asks for is known. */
export function checkRequest({path, headers, body}: RequestTemplate, place: StepPlace, compilation: Compilation): void {
  checkReferences(path.references, place.keys, place, compilation)
  checkReferences(headers.references, [...place.keys, 'headers'], place, compilation)
  if (body) checkReferences(body.references, [...place.keys, 'body'], place, compilation)
}

/** Sends one of several variants, in turns with the iterations. */
export function sender(variants: readonly RequestTemplate[], operation: number) {
  return (values: Values, {http, headers}: Exchanges) => {
    const turn = Number(values.get('$iteration') ?? 0) % variants.length
    const variant = variants[turn]
    if (variant === undefined) throw new Error('A step has a request.')
    const own = variant.headers.fill(values)
    for (const [name, value] of Object.entries(own)) checkHeader(name, value)
    const request: PreparedRequest = {
      method: variant.method,
      path: variant.path.fill(values),
      headers: Object.entries(mergedHeaders(headers(), own)).flat(),
      ...(variant.body && {body: variant.body.fill(values)}),
      kept: true,
    }
    return http.ask(request, operation)
  }
}

/** The headers of a step, with the type of its body. */
export function headersOf({headers = {}, body, form}: StepSettings): RequestTemplate['headers'] {
  const type =
    body !== undefined ? 'application/json' : form !== undefined ? 'application/x-www-form-urlencoded' : undefined
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  // What a template stands for is looked at when it is sent.
  for (const [name, value] of Object.entries(named)) checkHeader(name, value.replaceAll(/\{\{[^{}]*\}\}/g, 'x'))
  return textTemplates(mergedHeaders({...(type && {'content-type': type})}, named))
}

/** The body of a step, JSON or a form. */
export function bodyOf({body, form}: StepSettings): Template<string> | undefined {
  if (body !== undefined && form !== undefined)
    throw new MeshError('It has a body and a form.', 'Keep one of them: "body" is sent as JSON.')
  if (form !== undefined) {
    const fields = textTemplates(form)
    return {references: fields.references, fill: values => new URLSearchParams(fields.fill(values)).toString()}
  }
  if (body === undefined) return undefined
  const value = valueTemplate(body)
  const text = value.references.length === 0 ? JSON.stringify(body) : undefined
  return {references: value.references, fill: values => text ?? JSON.stringify(value.fill(values))}
}

/** Does what may complain of the words of a step, and tells where they stand. */
export function inPlace<T>(keys: StepPlace['keys'], {file}: Compilation, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof MeshError) throw file.mistake(keys, error.message, error.hint)
    throw error
  }
}

function isSafe(method: Method): boolean {
  return (safeMethods as readonly string[]).includes(method)
}
