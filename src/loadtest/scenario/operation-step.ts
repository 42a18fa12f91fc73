import type {OpenApiContract, Operation} from '../../contracts/openapi/model.js'
import {didYouMean} from '../../core/suggest.js'
import {type BodyPlan, bodyPlan} from '../source/body-plan.js'
import {isMarkedSafe} from '../source/contract-scenario.js'
import {type ParameterPlan, parameterPlan} from '../source/parameters.js'
import {type Method, methods, safeMethods} from '../source/scenario.js'
import {type Compilation, refuseWrite, type StepPlace} from './compilation.js'
import {bodyOf, checkRequest, headersOf, inPlace, type RequestTemplate, sender} from './http-step.js'
import type {Judge} from './judge.js'
import {pathTemplate} from './path-template.js'
import type {StepSettings} from './schema.js'
import type {Step} from './step.js'
import {textTemplate, textTemplates} from './template.js'

/** More examples of the contract than this are no better. */
const mostVariants = 50

/** A step that names an operation of the contract; what the step does not give comes from the contract. */
export function operationStep(settings: StepSettings, judge: Judge, place: StepPlace, compilation: Compilation): Step {
  const {file, contract, writes, operations} = compilation
  const at = [...place.keys, 'operation']
  if (contract === undefined)
    throw file.mistake(at, `${place.title} names an operation, but there is no contract.`, 'Name one with "contract".')
  const found = operationOf(settings.operation ?? '', contract)
  if (found === undefined) {
    const known = contract.document.operations.flatMap(({operationId}) => operationId?.text ?? [])
    throw file.mistake(
      at,
      `${place.title} names the operation "${settings.operation}", which "${contract.source.path}" does not have.${didYouMean(settings.operation ?? '', known)}`,
      known.length > 0 ? `It has: ${known.slice(0, 12).join(', ')}.` : 'Its operations have no operationId.',
    )
  }
  const method = methodOf(found)
  if (method === undefined)
    throw file.mistake(
      at,
      `${place.title} names "${found.title}", whose method is not sent.`,
      `Choose from ${methods.join(', ')}.`,
    )
  const isWrite = !(safeMethods as readonly string[]).includes(method)
  if (isWrite && !writes && !isMarkedSafe(found, contract))
    refuseWrite(`"${found.title}"`, place, compilation, 'Mark it in the contract with "x-loadtest: safe"')
  const variants = inPlace(at, compilation, () => variantsOf(found, method, settings, place, compilation, contract))
  for (const variant of variants) checkRequest(variant, place, compilation)
  const operation = operations.indexOf(
    settings.name ?? found.title,
    method,
    found.path,
    settings.name === undefined ? found.operationId?.text : undefined,
  )
  return {
    operation,
    title: place.title,
    send: sender(variants, operation),
    judge: (answer, values) => judge.judge(answer, values),
  }
}

/** One for each of the examples that the contract has of what the step leaves open. */
function variantsOf(
  operation: Operation,
  method: Method,
  settings: StepSettings,
  place: StepPlace,
  {file, basePath}: Compilation,
  contract: OpenApiContract,
): RequestTemplate[] {
  const given = settings.path ?? {}
  const names = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
  const unknown = Object.keys(given).find(name => !names.includes(name))
  if (unknown !== undefined)
    throw file.mistake(
      [...place.keys, 'path', unknown],
      `"${operation.title}" has no path parameter "${unknown}".${didYouMean(unknown, names)}`,
    )
  const plan = parameterPlan(markedPath(operation.path, given), openParameters(operation, settings), contract)
  if (typeof plan === 'string') throw incomplete(plan)
  const body = settings.body === undefined && settings.form === undefined ? bodyPlan(operation, contract) : undefined
  if (typeof body === 'string') throw incomplete(body)
  const prefix = basePath === '' ? (operation.servers[0]?.basePath ?? '') : basePath
  const count = Math.min(mostVariants, Math.max(plan.variants, body?.bodies.length ?? 1))
  return Array.from({length: count}, (_, variant) => ({
    method,
    path: pathTemplate(filledPath(plan.path(variant), given), settings.query ?? {}, prefix),
    headers: headersWith(plan, settings, body),
    body: body ? textTemplate(body.bodies[variant % body.bodies.length] ?? '') : bodyOf(settings),
  }))

  function incomplete(reason: string) {
    return file.mistake(
      place.keys,
      `${place.title} cannot be sent: ${reason}`,
      'Give it in the step: path, query, headers or body.',
    )
  }
}

/** Parameters that the step does not give itself. */
function openParameters({parameters}: Operation, {path = {}, query = {}, headers = {}}: StepSettings) {
  const inHeaders = new Set(Object.keys(headers).map(name => name.toLowerCase()))
  return parameters.filter(parameter => {
    if (parameter.in === 'path') return !(parameter.name in path)
    if (parameter.in === 'query') return !(parameter.name in query)
    return parameter.in !== 'header' || !inHeaders.has(parameter.name.toLowerCase())
  })
}

/** The path with its given parameters as words that need no escape, so that only the others are filled. */
function markedPath(path: string, given: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) =>
    name in given ? `given-${nameIn(given, name)}-` : whole,
  )
}

function filledPath(path: string, given: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/given-(\d+)-/g, (_, index) => {
    const value = String(Object.values(given)[Number(index)])
    // What has no template in it is escaped here; the others are when they are filled.
    return value.includes('{{') ? value : encodeURIComponent(value)
  })
}

function nameIn(given: Readonly<Record<string, unknown>>, name: string): number {
  return Object.keys(given).indexOf(name)
}

/** A key that has to be another one each time is made up; the contract's example would be answered from memory. */
function headersWith(
  plan: ParameterPlan,
  settings: StepSettings,
  body: BodyPlan | undefined,
): RequestTemplate['headers'] {
  const stated = Object.entries(plan.headers).map(([name, value]) => [
    name,
    /^idempotency-key$/i.test(name) ? '{{ $uuid }}' : value,
  ])
  const type = body && {'content-type': body.type}
  const own = headersOf(settings)
  const contractual = textTemplates({...Object.fromEntries(stated), ...type})
  return {
    references: [...contractual.references, ...own.references],
    fill: values => ({...contractual.fill(values), ...own.fill(values)}),
  }
}

function operationOf(operationId: string, contract: OpenApiContract): Operation | undefined {
  return contract.document.operations.find(operation => operation.operationId?.text === operationId)
}

function methodOf({method}: Operation): Method | undefined {
  return methods.find(each => each === method.toUpperCase())
}
