import {PassThrough} from 'node:stream'
import {stripVTControlCharacters} from 'node:util'
import {expect, test} from 'vitest'
import {askFor, askForChoices, askForName} from '../../src/scaffold/ask.js'
import type {Template} from '../../src/scaffold/template.js'
import {thing} from './fixture.js'

/** Every prompt ends its output; only the standard streams of a process take no notice of that. */
class Screen extends PassThrough {
  override end() {
    return this
  }
}

type Lines = readonly (readonly [shown: string, typed: string])[]

function typing(lines: Lines, given: object = {}) {
  return screen(lines, async place => askFor(thing, await askForName(place), {answers: {}, ...given}, place))
}

/** A person who types one line whenever the screen shows a text that it waits for. */
async function screen<Asked>(lines: Lines, ask: (place: {input: PassThrough; output: Screen}) => Promise<Asked>) {
  const input = new PassThrough()
  const output = new Screen()
  const left = [...lines]
  let shown = ''
  let quiet: NodeJS.Timeout | undefined
  const answer = () => {
    const next = left[0]
    if (next === undefined || !stripVTControlCharacters(shown).includes(next[0])) return
    left.shift()
    shown = ''
    // Ctrl-U takes away what stood on the line before, such as a name that was refused.
    input.write(`\u0015${next[1]}\n`)
  }
  // A prompt draws itself anew for each key; it waits for somebody when it has been still for a moment.
  output.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
    clearTimeout(quiet)
    quiet = setTimeout(answer, 50)
  })
  const answers = await ask({input, output})
  expect(left).toEqual([])
  return answers
}

test('Enter takes the defaults, which follow from the name', async () => {
  const asked = [
    ['Name of the project', 'payment-methods'],
    ['What it is about (payment method)', ''],
    ['Port it listens on (3000)', ''],
    ['empty to go on', ''],
    ['A sentence', ''],
  ] as const
  expect(await typing(asked)).toEqual({
    name: 'payment-methods',
    resource: 'payment method',
    answers: {port: 3000, upstreams: [], motto: "It's {{fine}}"},
  })
})

test('what is wrong is asked for again, with the reason', async () => {
  const asked = [
    ['Name of the project', 'My Orders'],
    ['Try "my-orders"', 'orders'],
    ['What it is about', '../x'],
    ['cannot be the resource', 'order'],
    ['Port it listens on', 'many'],
    ['is not a whole number', '3001'],
    ['name=url', 'users'],
    ['is not of the form name=url', 'users=http://127.0.0.1:3002'],
    ['name=url', 'users=http://127.0.0.1:3003'],
    ['"users" is given twice', ''],
    ['A sentence', 'Ship it'],
  ] as const
  expect(await typing(asked)).toEqual({
    name: 'orders',
    resource: 'order',
    answers: {port: 3001, upstreams: [{name: 'users', url: 'http://127.0.0.1:3002'}], motto: 'Ship it'},
  })
})

test('what was said on the command line is not asked for', async () => {
  const asked = [
    ['Name of the project', 'orders'],
    ['empty to go on', ''],
  ] as const
  const given = {resource: 'invoice', answers: {port: 4000, motto: 'None'}}
  expect(await typing(asked, given)).toEqual({
    name: 'orders',
    resource: 'invoice',
    answers: {port: 4000, upstreams: [], motto: 'None'},
  })
})

test('choices that leave something to choose are asked for by the names of their options', async () => {
  const choice = {several: true, default: ['rest'], options: {rest: 'service/kind/rest', grpc: 'service/kind/grpc'}}
  const template: Template = {
    name: 'service',
    version: '1.0.0',
    integrity: '',
    summary: 'A service',
    layers: [],
    needs: {},
    joints: {},
    answers: {},
    files: [],
    choices: {
      kind: {...choice, summary: 'What it speaks.'},
      deploy: {...choice, summary: 'Where it runs.', default: []},
      store: {summary: 'Where it keeps data.', several: false, default: ['memory'], options: {memory: 'm'}},
    },
  }
  const asked = [
    ['What it speaks: rest, grpc (rest)', 'soap'],
    ['Kind "soap" is unknown.', 'rest, grpc'],
  ] as const
  expect(await screen(asked, place => askForChoices(template, {deploy: ['grpc']}, place))).toEqual({
    kind: ['rest', 'grpc'],
    deploy: ['grpc'],
  })
})
