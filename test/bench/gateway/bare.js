// @fastify/http-proxy with nothing around it: the peer of the gateway.
import proxy from '@fastify/http-proxy'
import {fastify} from 'fastify'

const app = fastify({logger: false})
await app.register(proxy, {upstream: process.env.UPSTREAM, prefix: '/api', rewritePrefix: '/api'})
const address = await app.listen({host: '127.0.0.1', port: 0})
console.log(`"Server listening at ${address}"`)
