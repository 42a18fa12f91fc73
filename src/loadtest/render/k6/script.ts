import {mixOf} from '../../engine/mix.js'
import type {Stage} from '../../engine/schedule.js'
import {prepare} from '../../engine/turns.js'
import type {Method, Operation} from '../../source/scenario.js'
import {rampingRate} from './rates.js'
import {tagOf} from './thresholds.js'

/** What a script of k6 is made of. Times are in milliseconds. */
export interface ScriptPlan {
  /** Comments at its beginning. */
  readonly introduction: readonly string[]
  readonly origin: string
  /** Header values with `${NAME}` for the environment. */
  readonly headers: Readonly<Record<string, string>>
  readonly operations: readonly Operation[]
  readonly stages: readonly Stage[]
  readonly warmUp: number
  readonly timeout: number
  readonly connections: number
  readonly thresholds: object
  /** Files of PEM: the certificate that is shown, and its key. */
  readonly clientTls: {readonly cert: string; readonly key: string} | undefined
}

/** A script for k6 that sends the same load and demands the same of it. */
export function k6Script(plan: ScriptPlan): string {
  const {introduction, origin, headers, operations, timeout, clientTls} = plan
  const isRenewed = operations.some(({renewed}) => renewed !== undefined)
  return `${introduction.map(line => `// ${line}`.trimEnd()).join('\n')}

import exec from 'k6/execution'
import http from 'k6/http'
import {Counter, Rate} from 'k6/metrics'

const origin = __ENV.BASE_URL || ${JSON.stringify(origin)}

/** What is sent, each with the requests that take turns. */
const operations = ${literal(operations.map(operation => operationOf(operation, isRenewed)))}

/** Whose turn it is: indexes of operations, as often as their weights say. */
const turns = ${JSON.stringify([...mixOf(operations.map(({weight}) => weight))])}

/** Answers 429, which are a limiter's work and no failure; and everything that was answered. */
const limited = new Rate('limited')
const answered = new Counter('answered')
http.setResponseCallback(http.expectedStatuses({min: 100, max: 399}, 429))

/** @type {import('k6/options').Options} */
export const options = ${literal(optionsOf(plan), clientTls && {tlsAuth: `[{domains: [${JSON.stringify(new URL(origin).hostname)}], cert: open(${JSON.stringify(clientTls.cert)}), key: open(${JSON.stringify(clientTls.key)})}]`})}

/** The headers of every request. A credential that is missing ends the run before anything is sent. */
export function setup() {
  return {
${Object.entries(headers)
  .map(([name, value]) => `    ${JSON.stringify(name)}: ${templateOf(value)},\n`)
  .join('')}  }
}

/** @param {Record<string, string>} shared */
export default function (shared) {
  const arrival = exec.scenario.iterationInTest
  const turn = arrival % turns.length
  const {name, operation, method, requests} = operations[turns[turn]]
  const {path, body, headers${isRenewed ? ', renewed' : ''}} = requests[(Math.floor(arrival / turns.length) + turn) % requests.length]
  const answer = http.request(method, origin + path, body, {
    headers: {...headers, ...shared${isRenewed ? ', ...(renewed && {[renewed]: uuid()})' : ''}},
    tags: {name, operation},
    timeout: ${JSON.stringify(`${timeout}ms`)},
    redirects: 0,
  })
  const tags = {operation}
  limited.add(answer.status === 429, tags)
  if (answer.status > 0) answered.add(1, tags)
}

/** @param {string} name */
function environment(name) {
  if (!__ENV[name]) throw new Error(\`Set \${name}: k6 run -e \${name}=… \`)
  return __ENV[name]
}
${isRenewed ? `\n${uuid}` : ''}`
}

/** Math.random is enough: it only has to be another one in each request. */
const uuid = `function uuid() {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))
}
`

interface K6Operation {
  readonly name: string
  readonly operation: string
  readonly method: Method
  readonly requests: readonly object[]
}

function operationOf(operation: Operation, someRenewed: boolean): K6Operation {
  const {name, method, renewed} = operation
  const requests = prepare(operation, {}).map(({path, body = null}) => ({
    path,
    body,
    headers: operation.headers,
    // All have it or none, so that the script has one type of requests.
    ...(someRenewed && {renewed: renewed ?? null}),
  }))
  return {name, operation: tagOf(operation), method, requests}
}

function optionsOf({stages, warmUp, connections, thresholds}: ScriptPlan) {
  const users = {preAllocatedVUs: connections, maxVUs: connections}
  const [first] = stages
  const isConstant = stages.length === 1 && first?.from === first?.to
  return {
    scenarios: {
      ...(warmUp > 0 &&
        first && {warmup: {...constant({...first, duration: warmUp}), ...users, tags: {phase: 'warmup'}}}),
      load: {
        ...(isConstant && first ? constant(first) : {executor: 'ramping-arrival-rate', ...rampingRate(stages)}),
        ...users,
        startTime: `${warmUp}ms`,
        tags: {phase: 'load'},
      },
    },
    thresholds,
    summaryTrendStats: ['min', 'avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'p(99.99)', 'max'],
    discardResponseBodies: true,
    insecureSkipTLSVerify: false,
    userAgent: `mesh-loadtest/${__MESH_VERSION__} (k6)`,
  }
}

function constant({from, duration}: Stage) {
  const {startRate, timeUnit} = rampingRate([{from, to: from, duration}])
  return {executor: 'constant-arrival-rate', rate: startRate, timeUnit, duration: `${duration}ms`}
}

/** `Bearer ${TOKEN}` as an expression that asks the environment. */
function templateOf(value: string): string {
  const parts = value.split(/\$\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 1) return `environment(${JSON.stringify(part)})`
    return part === '' ? undefined : JSON.stringify(part)
  })
  return parts.filter(part => part !== undefined).join(' + ') || '""'
}

/** A value as JavaScript; members that are no JSON are put in as they are. */
function literal(value: object, expressions: Readonly<Record<string, string>> = {}): string {
  const text = JSON.stringify(value, null, 2)
  const added = Object.entries(expressions).map(([name, expression]) => `,\n  ${JSON.stringify(name)}: ${expression}`)
  return added.length === 0 ? text : text.replace(/\n\}$/, `${added.join('')}\n}`)
}
