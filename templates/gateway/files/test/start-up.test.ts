import {createRequire} from 'node:module'
import {expect, test} from 'vitest'
import {startGateway} from './start-gateway.js'

const {cache} = createRequire(import.meta.url)

/** The libraries in memory that are not for every gateway, by their names. */
const loaded = (): string[] => {
  const wanted = ['ajv', 'graphql', 'ioredis', 'ws']
  return wanted.filter(name => Object.keys(cache).some(file => file.includes(`/node_modules/${name}/`)))
}

const routes = (more = '') => `
routes:
  - name: orders
    prefix: /api/v1/orders
    upstream: http://127.0.0.1:9
    ${more}
`

test('a gateway loads what its routes need, and no more', async () => {
  const gateway = await startGateway(routes())
  try {
    expect(loaded()).toEqual([])
    await gateway.replace(routes('graphql: {}'))
    expect(loaded()).toEqual(['graphql'])
  } finally {
    await gateway.close()
  }
})
