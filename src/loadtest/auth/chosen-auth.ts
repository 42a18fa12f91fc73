import type {AuthSettings} from '../../config/auth-schema.js'
import type {LoadTestRequest} from '../source/request.js'
import type {Scenario} from '../source/scenario.js'
import type {TargetAddress} from '../target/target.js'
import {parseAuth} from './auth-flag.js'

/** How requests prove who sends them: as the command line says, else the scenario file, else the target. */
export function chosenAuth(
  {auth, scope}: Pick<LoadTestRequest, 'auth' | 'scope'>,
  {script}: Pick<Scenario, 'script'>,
  target: TargetAddress,
): AuthSettings | undefined {
  return auth === undefined ? (script?.auth ?? target.auth) : parseAuth(auth, scope)
}
