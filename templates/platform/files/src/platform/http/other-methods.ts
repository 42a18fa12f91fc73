import type {FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods} from 'fastify'
import {ApiError} from '../errors/api-error.js'

export interface OtherMethods {
  readonly url: string
  /** What callers are told to use. */
  readonly allowed: readonly string[]
  /** Methods that are looked after elsewhere without being told. */
  readonly elsewhere?: readonly string[]
}

/** Answers all methods that an address does not serve: OPTIONS with those that it does, anything else with 405. */
export function installOtherMethods(app: FastifyInstance, {url, allowed, elsewhere = []}: OtherMethods): void {
  const allow = allowed.join(', ')
  const tell = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'OPTIONS') throw new ApiError('METHOD_NOT_ALLOWED', `Use ${allow} here.`, {headers: {allow}})
    return reply.code(204).header('allow', allow).send()
  }
  const method = app.supportedMethods.filter(each => !allowed.includes(each) && !elsewhere.includes(each))
  // In onRequest, so that neither a body nor its type matters.
  app.route({method: method as HTTPMethods[], url, exposeHeadRoute: false, onRequest: tell, handler: tell})
}
