import {expect, test} from 'vitest'
import {z} from 'zod'
import {environmentExample, readEnvironment, secret} from '../../src/platform/config/environment.js'

const schema = z.object({
  STORE_URL: secret(z.url()).describe('Where things are kept.'),
  QUEUE_URL: secret(z.url().default('redis://somebody:hidden@127.0.0.1')).describe('Where things wait.'),
  STORE_SIZE: z.coerce.number().default(7).describe('How many.'),
})

test('the value of a secret is in no message', () => {
  const read = () => readEnvironment(schema, {STORE_URL: 'hunter2', STORE_SIZE: 'many'})
  expect(read).toThrow('STORE_URL is not right (its value is secret)')
  expect(read).toThrow('STORE_SIZE is "many"')
  expect(read).not.toThrow('hunter2')
})

test('the value of a secret is in no example, also when it is only a default', () => {
  expect(environmentExample(schema)).toBe(
    '# Where things are kept.\nSTORE_URL=\n\n# Where things wait.\n# QUEUE_URL=\n\n# How many.\n# STORE_SIZE=7\n',
  )
})
