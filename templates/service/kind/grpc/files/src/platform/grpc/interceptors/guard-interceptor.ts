import {Metadata, ServerInterceptingCall, type ServerInterceptor} from '@grpc/grpc-js'
import type {Guard, Protection} from '../../auth/guard.js'
import type {Identity} from '../../auth/identity.js'
import {toApiError} from '../../errors/error-handler.js'
import {type Call, callOf} from '../call.js'
import {headersOf} from '../metadata-headers.js'
import type {Report} from '../report.js'

export interface GuardOptions {
  readonly guard: Guard
  /** What stands before a method; undefined for those that are for everybody, such as health. */
  readonly protectionOf: (path: string) => Protection | undefined
  readonly report: Report
}

/** Credentials, limits and permissions, before a single byte of the message is read. What is left of a limit is in the trailers. */
export function guardInterceptor({guard, protectionOf, report}: GuardOptions): ServerInterceptor {
  return ({path}, inner) => {
    const protection = protectionOf(path)
    if (!protection) return new ServerInterceptingCall(inner)
    const limits = new Map<string, string>()
    const call = new ServerInterceptingCall(inner, {
      start: next =>
        next({
          onReceiveMetadata(metadata, pass) {
            const known = callOf(metadata)
            const admit = (identity: Identity | undefined): void => {
              known.identity = identity
              pass(metadata)
            }
            const refuse = (error: unknown): void => call.sendStatus(report(toApiError(error), known))
            check(metadata, known).then(admit, refuse)
          },
        }),
      sendStatus(status, pass) {
        const metadata = status.metadata?.clone() ?? new Metadata()
        for (const [name, value] of limits) metadata.set(name, value)
        pass({...status, metadata})
      },
    })
    const check = async (metadata: Metadata, {context}: Call): Promise<Identity | undefined> => {
      const headers = headersOf(metadata)
      const ip = inner.getConnectionInfo().remoteAddress ?? ''
      const answer = {
        headers(values: Readonly<Record<string, string | number>>) {
          for (const [name, value] of Object.entries(values)) limits.set(name, String(value))
        },
      }
      const identity = await guard({headers, ip, method: 'POST', url: path, context}, answer, protection)
      context.signal.throwIfAborted()
      return identity
    }
    return call
  }
}
