import {expect, test} from 'vitest'
import {camelCase, kebabCase, toCamelCase, toKebabCase} from '../../src/standard/names.js'

test.each([
  ['created_at', 'createdAt', 'created-at'],
  ['Created-At', 'createdAt', 'created-at'],
  ['CREATED_AT', 'createdAt', 'created-at'],
  ['HTTPStatus', 'httpStatus', 'http-status'],
  ['orderID', 'orderId', 'order-id'],
  ['line2Item', 'line2Item', 'line2-item'],
  ['createdAt', 'createdAt', 'created-at'],
  ['Prénom_Café', 'prenomCafe', 'prenom-cafe'],
  ['  spaced  out ', 'spacedOut', 'spaced-out'],
])('%s in the styles of the standard', (given, camel, kebab) => {
  expect(toCamelCase(given)).toBe(camel)
  expect(toKebabCase(given)).toBe(kebab)
  expect(camel).toMatch(camelCase)
  expect(kebab).toMatch(kebabCase)
})

test.each(['', '---', '_', '1', '日付_x', 'имя'])('what has no words of letters gives no name: "%s"', given => {
  expect(toCamelCase(given)).not.toMatch(camelCase)
})
