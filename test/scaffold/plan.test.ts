import {expect, test} from 'vitest'
import type {Answers} from '../../src/scaffold/answers.js'
import {plan} from '../../src/scaffold/plan.js'
import {thing} from './fixture.js'

function planned(name: string, answers: Answers = {}, resource?: string) {
  return plan(thing, {name, answers, resource, meshVersion: '1.0.0'})
}

function textOf(name: string, path: string, answers: Answers = {}) {
  return planned(name, answers)
    .files.find(file => file.path === path)
    ?.content.toString()
}

test('paths: the resource in its form, hidden names, no .hbs, in order', () => {
  expect(planned('payment-methods-service').files.map(({path}) => path)).toEqual([
    '.env.example',
    '.github/workflows/ci.yml',
    '.gitignore',
    'README.md',
    'assets/dot.bin',
    'bin/start.sh',
    'package.json',
    'src/payment-methods/payment-method.ts',
    'src/payment-methods/reply.ts',
    'src/platform/clock.ts',
  ])
})

test('every form of the example becomes the same form of the resource', () => {
  expect(
    textOf('payment-methods-service', 'src/payment-methods/payment-method.ts'),
  ).toBe(`import {reply} from './reply.js'

/** A payment method: an example of PaymentMethods. Names such as \`order\` in comments do not count. */
export interface PaymentMethod {
  readonly id: string
  readonly parent: {readonly note: string}
}

export const PAYMENT_METHOD_NOT_FOUND = 'Payment method not found.'

/** networkItems, payment-methods and payment_methods; /api/v1/payment-methods; Payment Methods. */
export function getPaymentMethod(paymentMethods: readonly PaymentMethod[], id: string): PaymentMethod | undefined {
  reply(paymentMethods)
  return paymentMethods.find(paymentMethod => paymentMethod.id === id)
}
`)
})

test('an article fits the word behind it', () => {
  expect(textOf('orders', 'src/orders/order.ts')).toContain('/** An order: an example of Orders.')
  expect(textOf('users', 'src/users/user.ts')).toContain('/** A user: an example of Users.')
})

test('rendered: answers, loops, the resource; an answer that looks like the example or an expression stays', () => {
  const answers = {
    motto: "A work item, {{name}} & it's <b>",
    upstreams: [
      {name: 'billing-api', url: 'http://127.0.0.1:3001'},
      {name: 'users', url: 'http://127.0.0.1:3002/a=b'},
    ],
  }
  expect(textOf('orders', 'README.md', answers)).toBe(`# Orders

orders keeps orders. An order has a motto: A work item, {{name}} & it's <b>

- billing-api at "http://127.0.0.1:3001" is BILLING_API_URL for orders, the first order
- users at "http://127.0.0.1:3002/a=b" is USERS_URL for orders,  order
`)
})

test('what is not *.hbs is copied byte for byte', () => {
  expect(textOf('orders', '.github/workflows/ci.yml')).toContain('TOKEN: ${{ secrets.TOKEN }}')
  expect(textOf('orders', 'bin/start.sh')).toBe('#!/bin/sh\necho {{name}}\n')
  expect(planned('orders').files.find(({path}) => path === 'assets/dot.bin')?.content).toEqual(
    Buffer.from('PNG\x00\x01\xff\xfework item', 'latin1'),
  )
})

test('a file replaces the one of its layer; layers do not speak about the resource', () => {
  expect(textOf('orders', 'README.md')).not.toContain('replaced')
  expect(textOf('orders', 'src/platform/clock.ts')).toBe('export const workItemsAreNotReplacedInLayers = true\n')
})

test('modes and policies', () => {
  const files = Object.fromEntries(planned('orders').files.map(file => [file.path, file]))
  expect(files['bin/start.sh']).toMatchObject({mode: 0o755, policy: 'owned'})
  expect(files['src/orders/order.ts']).toMatchObject({mode: 0o644, policy: 'once'})
  expect(files['src/platform/clock.ts']).toMatchObject({mode: 0o644, policy: 'managed'})
})

test('the same order gives the same plan', () => {
  expect(planned('orders').files).toEqual(planned('orders').files)
})

test.each([
  [{port: 0}, '"port" is wrong: "0" is not a whole number from 1 to 65535.'],
  [{port: 2.5}, '"port" is wrong: "2.5" is not a whole number from 1 to 65535.'],
  [{motto: 'x'.repeat(81)}, 'does not fit: A sentence.'],
  [{upstreams: [{name: 'a b', url: 'http://x'}]}, '"upstreams" is wrong: "a b" cannot be a name'],
  [{upstreams: [{name: 'a', url: 'ftp://x'}]}, '"ftp://x" is not an address such as http://127.0.0.1:3001'],
  [{upstreams: [{name: 'a', url: 'http://x"\n- evil'}]}, 'is not an address'],
  [
    {
      upstreams: [
        {name: 'a', url: 'http://x'},
        {name: 'a', url: 'http://y'},
      ],
    },
    '"a" is given twice',
  ],
  [{colour: 'red'}, 'Template "thing" does not ask for "colour".'],
])('a wrong answer is a sentence: %j', (answers, message) => {
  expect(() => planned('orders', answers)).toThrow(message)
})
