import {execFileSync} from 'node:child_process'
import {load} from 'js-yaml'
import {expect, test} from 'vitest'
// @ts-expect-error a build script, in JavaScript
import {compileExpressions} from '../../bin/build/template-expressions.js'
import {render} from '../../src/scaffold/render.js'

const answers = {x: {type: 'text', summary: 'A text.'}}

function rendered(text: string, x: unknown): string {
  return render(new Function(`return ${compileExpressions(text, answers)}`)(), {x})
}

const nasty = [
  'plain',
  "it's",
  '"quoted"',
  '`$(date)`',
  '$HOME \\n',
  'a: b # c',
  '- x',
  'no',
  '1.0',
  '',
  'two\nlines',
  'ü 日本',
]

test.each(nasty)('%j survives in every language', text => {
  expect(JSON.parse(rendered('{{json x}}', text))).toBe(text)
  expect(load(`key: ${rendered('{{yaml x}}', text)}`)).toEqual({key: text})
  expect(execFileSync('sh', ['-c', `printf %s ${rendered('{{sh x}}', text)}`]).toString()).toBe(text)
})

test('YAML stays readable where it can', () => {
  expect(rendered('{{yaml x}}', 'payment-methods')).toBe('payment-methods')
  expect(rendered('{{yaml x}}', 3000)).toBe('3000')
})

test.each([
  ['camel', 'paymentMethods2'],
  ['pascal', 'PaymentMethods2'],
  ['constant', 'PAYMENT_METHODS2'],
])('{{%s x}} makes an identifier', (helper, identifier) => {
  expect(rendered(`{{${helper} x}}`, 'payment-methods2')).toBe(identifier)
})

test('nothing is escaped for HTML, and an answer is never rendered again', () => {
  expect(rendered('{{x}}', '<b> & {{x}}')).toBe('<b> & {{x}}')
})
