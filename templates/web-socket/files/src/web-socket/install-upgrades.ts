import type {FastifyInstance} from 'fastify'
import {routeUpgrade} from './upgrades.js'

const installed = new WeakSet<FastifyInstance>()

/** Lets requests for another protocol reach the routes. Every feature that wants it may say so; once is enough. */
export function installUpgrades(app: FastifyInstance): void {
  if (installed.has(app)) return
  installed.add(app)
  app.server.on('upgrade', (request, socket, head) => routeUpgrade(app, request, socket, head))
}
