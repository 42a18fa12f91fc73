import {expect, test} from 'vitest'
import {askFor, askForChoices, askForName} from '../../src/scaffold/ask.js'
import type {Template} from '../../src/scaffold/template.js'
import {type Lines, screen} from '../screen.js'
import {thing} from './fixture.js'

async function typing(lines: Lines, given: object = {}) {
  const {asked} = await screen(lines, async place =>
    askFor(thing, await askForName(place), {answers: {}, ...given}, place),
  )
  return asked
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

test('choices that leave something to choose are asked for by the names of their options', async () => {
  const lines = [
    ['What it speaks: rest, grpc (rest)', 'soap'],
    ['Kind "soap" is unknown.', 'rest, grpc'],
  ] as const
  const {asked} = await screen(lines, place => askForChoices(template, {deploy: ['grpc']}, {}, place))
  expect(asked).toEqual({kind: ['rest', 'grpc'], deploy: ['grpc']})
})

test('what is recommended is what Enter takes', async () => {
  const lines = [
    ['What it speaks: rest, grpc (grpc,rest)', ''],
    ['Where it runs', ''],
  ] as const
  const recommended = {kind: ['grpc', 'rest']}
  const {asked} = await screen(lines, place => askForChoices(template, {}, recommended, place))
  expect(asked).toEqual({kind: ['grpc', 'rest'], deploy: []})
})
