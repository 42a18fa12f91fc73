import type {Warning} from '../envelope/envelope.js'
import {currentContext} from './request-context.js'

/** Tells the caller something beside the answer that is being worked on; what is said twice is told once. Where no caller waits,
 * such as in a job, nobody hears of it. */
export function warn(warning: Warning): void {
  const context = currentContext()
  if (!context) return
  context.warnings ??= []
  const {code, message} = warning
  if (!context.warnings.some(told => told.code === code && told.message === message)) context.warnings.push(warning)
}
