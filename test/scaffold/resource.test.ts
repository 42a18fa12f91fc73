import {expect, test} from 'vitest'
import {chooseResource, type FormName} from '../../src/scaffold/resource.js'
import type {ExampleResource, Parts} from '../../src/scaffold/template.js'

// Of the second file only OrderRepository could clash, so "order" in it is no trouble.
const example: ExampleResource = {
  words: 'work item',
  files: [
    {
      taken: ['Map', 'Page', 'createServer', 'getConfig', 'items', 'page', 'request'],
      named: [
        ['', 'oneCamel', ''],
        ['', 'manyCamel', ''],
        ['', 'onePascal', ''],
        ['get', 'onePascal', ''],
      ],
    },
    {taken: ['order'], named: [['', 'onePascal', 'Repository']]},
  ],
}

const paths: Parts[] = [
  ['src/', 'manyKebab', '/', 'oneKebab', '.ts'],
  ['src/platform/errors/error.ts'],
  ['src/saga/sagas.ts'],
  ['alerts/alert.ts'],
  ['', 'manyKebab', '/', 'oneKebab', '.ts'],
]

const chosen = (name: string, asked?: string) => chooseResource(example, paths, name, asked)

test.each([
  ['orders', 'order', 'orders'],
  ['order', 'order', 'orders'],
  ['payment-methods-service', 'payment method', 'payment methods'],
  ['inventory-api', 'inventory', 'inventories'],
  ['addresses-rest-api', 'address', 'addresses'],
  ['people', 'person', 'people'],
  ['api-keys', 'api key', 'api keys'],
  ['oauth2-clients', 'oauth2 client', 'oauth2 clients'],
])('"%s" is about %s', (name, singular, plural) => {
  expect(chosen(name)).toMatchObject({resource: {singular, plural}})
  expect(chosen(name).note).toBeUndefined()
})

test.each([
  ['cases', 'case item', '"case" is a word of the programming language'],
  ['maps', 'map item', '"map" clashes with "Map" in the code'],
  ['pages-service', 'page item', '"page" clashes with "page" in the code'],
  ['configs', 'config item', '"config" clashes with "getConfig" in the code'],
  ['items', 'item entry', '"item" clashes with "items" in the code'],
  ['news', 'news item', '"news" is the same in the plural'],
  ['alerts', 'alert item', '"alert" clashes with the file "alerts/alert.ts"'],
  ['saga', 'saga item', '"saga" clashes with the folder "src/saga"'],
  ['service', 'work item', 'the name of the service names none'],
  ['3d-models', 'work item', '"3d model" cannot be used in code'],
])('"%s" cannot be taken as it is: %s, and it is said', (name, singular, note) => {
  expect(chosen(name)).toMatchObject({resource: {singular}, note: expect.stringContaining(note)})
})

test.each([
  ['Payment Method', 'payment method'],
  ['paymentMethods', 'payment method'],
  ['invoice_lines', 'invoice line'],
])('--resource %j is any spelling of %s', (asked, singular) => {
  expect(chosen('billing', asked).resource.singular).toBe(singular)
})

test.each(['', '  ', '../x', 'größe', 'a'.repeat(41), '1st'])('--resource %j is refused', asked => {
  expect(() => chosen('billing', asked)).toThrow(/cannot be the resource/)
})

test.each([
  ['orders', 'an order'],
  ['users', 'a user'],
  ['units', 'a unit'],
  ['umbrellas', 'an umbrella'],
  ['hours', 'an hour'],
  ['houses', 'a house'],
  ['events', 'an event'],
])('the article of %s', (name, text) => {
  const form: FormName = 'a_oneWords'
  expect(chosen(name).resource.forms[form]).toBe(text)
})
