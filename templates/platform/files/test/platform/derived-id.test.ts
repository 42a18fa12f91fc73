import {expect, test} from 'vitest'
import {derivedId} from '../../src/platform/context/derived-id.js'

test('an id that is derived is a UUID, the same for the same parts and for no others', () => {
  const ids = [derivedId('job', 1), derivedId('job', 2), derivedId('job1'), derivedId('job', '1'), derivedId('job', 1)]
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(4)
  expect(ids[4]).toBe(ids[0])
})
