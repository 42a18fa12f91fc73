import {expect, test} from 'vitest'
import {advise} from '../../src/advice/advise.js'
import {adviceReport} from '../../src/advice/report.js'
import {completeSituation, readAnswer} from '../../src/advice/situation.js'

const usual = {
  'user-facing': ['yes'],
  duration: ['under-2s'],
  consistency: ['eventual'],
  consumers: ['apps'],
} as const

/** What people mean by a situation, and what they should type: written by hand, not derived from the rules. */
const cases: readonly (readonly [string, object, string])[] = [
  ['a profile that apps show and change', {}, '--kind rest'],
  ['a payment in one database', {consistency: ['strong']}, '--kind rest --store postgres'],
  ['screens that each show something else', {queries: ['flexible'], live: ['yes']}, '--kind graphql'],
  ['prices that change before the eyes', {live: ['yes']}, '--kind rest --with websocket'],
  ['stock that services ask for', {consumers: ['services']}, '--kind grpc'],
  ['a report that takes minutes', {duration: ['over-10s']}, '--kind rest --with jobs'],
  ['a report for services', {duration: ['over-10s'], consumers: ['services']}, '--kind grpc,rest --with jobs'],
  ['a report for partners', {duration: ['over-10s'], consumers: ['partners']}, '--kind rest --with jobs,webhooks'],
  [
    'mails that services want to have sent',
    {'user-facing': ['no'], consumers: ['services']},
    '--kind worker --messaging rabbitmq',
  ],
  [
    'videos that services want to have converted: a worker needs no job',
    {'user-facing': ['no'], consumers: ['services'], duration: ['over-10s']},
    '--kind worker --messaging rabbitmq',
  ],
  [
    'an order across services, which is all or nothing',
    {consistency: ['strong'], transaction: ['distributed']},
    '--kind rest --with saga',
  ],
  [
    'an order across services, bit by bit',
    {transaction: ['distributed'], broker: ['nats']},
    '--kind rest --messaging nats --with outbox',
  ],
  [
    'orders that others follow in their order',
    {consistency: ['causal'], consumers: ['apps', 'subscribers']},
    '--kind rest --messaging kafka --with outbox',
  ],
  [
    'an account whose history is asked for, and followed by others',
    {consistency: ['strong'], history: ['yes'], consumers: ['apps', 'subscribers']},
    '--kind rest --store postgres --messaging kafka --with event-store,outbox',
  ],
  [
    'a broker that is there wins',
    {consistency: ['causal'], consumers: ['apps', 'subscribers'], broker: ['redis']},
    '--kind rest --messaging redis --with outbox',
  ],
  [
    'a mirror of what partners have',
    {'user-facing': ['no'], consumers: ['subscribers'], sources: ['webhooks', 'polling']},
    '--kind worker --messaging rabbitmq --with outbox,polling,webhook-receiver',
  ],
  ['a broker that nobody needs is not recommended', {broker: ['kafka']}, '--kind rest'],
]

test.each(cases)('%s', (_, answers, flags) => {
  const situation = completeSituation({...usual, ...answers})
  const report = adviceReport(advise(situation), situation, 'orders')
  expect(report.data).toMatchObject({command: `mesh new service orders ${flags}`})
})

test('a long command is broken so that a shell takes it as it is', () => {
  const situation = completeSituation({
    ...usual,
    consumers: ['apps', 'services', 'partners', 'subscribers'],
    duration: ['over-10s'],
  })
  const {next = [], data} = adviceReport(advise(situation), situation, 'orders')
  expect(next.length).toBeGreaterThan(1)
  for (const line of next.slice(0, -1)) expect(line).toMatch(/ \\$/)
  expect(next.join('\n').replaceAll(/ \\\n\s*/g, ' ')).toBe(data?.['command'])
})

test('what has to be thought of is told and marked', () => {
  const situation = completeSituation({
    ...usual,
    consistency: ['causal'],
    consumers: ['subscribers'],
    broker: ['redis'],
  })
  const {lines = []} = adviceReport(advise(situation), situation, 'orders')
  expect(lines.filter(({mark}) => mark === 'doubtful')).toEqual([
    expect.objectContaining({text: expect.stringContaining('compare aggregateVersion')}),
  ])
})

test.each([
  ['1ms', 'under-2s'],
  ['1999ms', 'under-2s'],
  ['2s', 'under-10s'],
  ['9.9s', 'under-10s'],
  ['10s', 'over-10s'],
  ['2h', 'over-10s'],
  ['over-10s', 'over-10s'],
])('a duration of %s is %s', (text, option) => {
  expect(readAnswer('duration', text)).toEqual([option])
})

test.each([
  ['duration', '5', '"5" is no duration for --duration.'],
  ['duration', 'over10s', 'Did you mean "over-10s"?'],
  ['consistency', 'strng', 'Did you mean "strong"?'],
  ['consistency', 'strong,eventual', 'takes one answer'],
  ['consumers', ' , ', 'says nothing'],
  ['consumers', 'apps,constructor', '"constructor"'],
] as const)('--%s %s is a sentence for the user', (name, text, sentence) => {
  expect(() => readAnswer(name, text)).toThrow(sentence)
})

test('all questions that have to be answered are told at once', () => {
  expect(() => completeSituation({duration: ['under-2s']})).toThrow(
    'Advice needs to know more: --user-facing is missing, --consistency is missing, --consumers is missing.',
  )
})
