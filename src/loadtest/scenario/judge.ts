import {isDeepStrictEqual} from 'node:util'
import type {Answer} from './answer.js'
import {type JsonPlace, parseJsonPlace, valueAt, whyMissing} from './json-place.js'
import type {Keys, ReadScenarioFile} from './scenario-file.js'
import type {StepSettings} from './schema.js'
import type {Opinion} from './step.js'
import {type Template, type Values, valueTemplate} from './template.js'

/** What is demanded of an answer, and kept of it. */
export interface Judge {
  /** What its templates ask for. */
  readonly references: readonly string[]
  judge(answer: Answer, values: Values): Opinion
}

/** Takes a value out of an answer. */
type Capture = (answer: Answer) => {readonly value: unknown} | {readonly missing: string}

/** Reads `expect` and `capture` of a step; `keys` lead to it. */
export function judgeOf({expect = {}, capture = {}}: StepSettings, keys: Keys, file: ReadScenarioFile): Judge {
  const admits = statusTest(expect.status)
  const wanted = expect.status === undefined ? '' : `, not ${[expect.status].flat().join(' or ')}`
  const equal = Object.entries(expect.json ?? {}).map(([place, value]) => ({
    shown: place,
    place: placeOf(place, [...keys, 'expect', 'json', place], file),
    value: valueTemplate(value),
  }))
  const captures = Object.entries(capture).map(
    ([name, from]) => [name, captureOf(from, [...keys, 'capture', name], file)] as const,
  )
  return {
    references: equal.flatMap(({value}) => value.references),
    judge(answer, values) {
      if (answer.end !== 'answered') return {isGood: false, failure: answer.code ?? 'error', why: noAnswer(answer)}
      // What a gRPC call or a GraphQL answer says of itself counts like a status.
      if (answer.code !== undefined && expect.status === undefined)
        return {isGood: false, failure: answer.code, why: `it ended with ${answer.code}`}
      if (!admits(answer.status)) {
        // A status of 400 and above is an error already, and a rate limiter does its work.
        const isTold = answer.status >= 400 && expect.status === undefined
        return {isGood: false, ...(!isTold && {failure: 'expect'}), why: `the status is ${answer.status}${wanted}`}
      }
      const wrong = equal.map(each => difference(each, answer, values)).find(why => why !== undefined)
      if (wrong !== undefined) return {isGood: false, failure: 'expect', why: wrong}
      for (const [name, take] of captures) {
        const taken = take(answer)
        if ('missing' in taken)
          return {
            isGood: false,
            failure: 'capture',
            why: `"${name}" is not in its answer ${answer.status}: ${taken.missing}`,
          }
        values.set(name, taken.value)
      }
      return {isGood: true}
    },
  }
}

function noAnswer({code}: Answer): string {
  return `there is no answer (${code})`
}

type Status = number | string

function statusTest(wanted: Status | readonly Status[] | undefined): (status: number) => boolean {
  if (wanted === undefined) return status => status < 400
  const tests = (typeof wanted === 'object' ? wanted : [wanted]).map(each =>
    typeof each === 'number'
      ? (status: number) => status === each
      : (status: number) => Math.floor(status / 100) === Number(each[0]),
  )
  return status => tests.some(admits => admits(status))
}

/** Only the place is told: values of answers may be secret. */
function difference(
  {shown, place, value}: {readonly shown: string; readonly place: JsonPlace; readonly value: Template<unknown>},
  answer: Answer,
  values: Values,
): string | undefined {
  const actual = valueAt(place, answer.json)
  if (isDeepStrictEqual(actual, value.fill(values))) return undefined
  return actual === undefined
    ? `there is nothing at "${shown}": ${whyMissing(place, answer.json)}`
    : `what is at "${shown}" is another value`
}

function captureOf(from: NonNullable<StepSettings['capture']>[string], keys: Keys, file: ReadScenarioFile): Capture {
  if (typeof from === 'string') return jsonCapture(from, keys, file)
  const {json, header, regex} = from
  if (json !== undefined) {
    if (header === undefined && regex === undefined) return jsonCapture(json, keys, file)
    throw file.mistake(keys, `Capture "${keys.at(-1)}" has "json", and another way beside it.`, 'Keep one of them.')
  }
  if (header === undefined && regex === undefined)
    throw file.mistake(keys, `Capture "${keys.at(-1)}" does not say what to take.`, 'Give it json, header or regex.')
  const source = (answer: Answer) => (header === undefined ? answer.text : answer.headers[header.toLowerCase()])
  const expression = regex === undefined ? undefined : expressionOf(regex, keys, file)
  return answer => {
    const text = source(answer)
    if (text === undefined) return {missing: `the answer has no header "${header}"`}
    const match = expression?.exec(text)
    if (expression && !match) return {missing: `"${regex}" matches nothing`}
    return {value: match ? (match[1] ?? match[0]) : text}
  }
}

function jsonCapture(text: string, keys: Keys, file: ReadScenarioFile): Capture {
  const place = placeOf(text, keys, file)
  return answer => {
    const value = valueAt(place, answer.json)
    return value === undefined ? {missing: whyMissing(place, answer.json)} : {value}
  }
}

function placeOf(text: string, keys: Keys, file: ReadScenarioFile): JsonPlace {
  const place = parseJsonPlace(text)
  if (place) return place
  throw file.mistake(
    keys,
    `"${text}" is neither a JSON pointer nor a plain path.`,
    'Write "/data/0/id" or "$.data[0].id"; filters and wildcards are not known.',
  )
}

function expressionOf(regex: string, keys: Keys, file: ReadScenarioFile): RegExp {
  try {
    return new RegExp(regex, 'u')
  } catch (error) {
    throw file.mistake(
      keys,
      `"${regex}" is no regular expression${error instanceof Error ? `: ${error.message}` : ''}.`,
      'Write it as in JavaScript, with the flag "u".',
    )
  }
}
