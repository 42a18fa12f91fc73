import {ServerInterceptingCall, type ServerInterceptor} from '@grpc/grpc-js'
import {overloaded} from '../../errors/overloaded.js'
import type {Overload} from '../../lifecycle/overload.js'
import {callOf} from '../call.js'
import type {Report} from '../report.js'

export interface OverloadOptions {
  readonly overload: Pick<Overload, 'now'>
  /** Methods that are answered even under pressure: a busy process must not be restarted for being busy. */
  readonly spared: (path: string) => boolean
  readonly report: Report
}

/** A process that falls behind refuses at once what it could only answer late. */
export function overloadInterceptor({overload, spared, report}: OverloadOptions): ServerInterceptor {
  return ({path}, inner) => {
    const call = new ServerInterceptingCall(inner, {
      start: next =>
        next({
          onReceiveMetadata(metadata, pass) {
            if (!overload.now || spared(path)) return pass(metadata)
            call.sendStatus(report(overloaded(), callOf(metadata)))
          },
        }),
    })
    return call
  }
}
