import {envelopeFault, errorCodeOf} from './answer.js'
import {bad, doubtful, type GatewayCheck, good} from './gateway-check.js'

/** More paths than these say nothing new. */
const most = 20

export const scopes: GatewayCheck = {
  name: 'scopes',
  standard: ['RT-11'],
  rule: {
    id: 'loadtest/scopes',
    severity: 'error',
    security: 'high',
    summary: 'Require that who is known and may do nothing gets 403',
    why: 'A token proves who somebody is, not what they may do.',
    fix: 'Name the scopes that each operation needs, deny what names none, and answer 403 PERMISSION_DENIED.',
  },
  needs: ({deniedHeaders}) =>
    deniedHeaders === undefined ? '--denied-header "Authorization: Bearer …" of a caller without scopes' : undefined,
  async *run({probe, operations, deniedHeaders}) {
    if (deniedHeaders === undefined) return
    let guarded = 0
    for (const {paths, headers} of operations.slice(0, most)) {
      const [path = '/'] = paths
      if ((await probe.send({path, headers})).status !== 401) continue
      guarded++
      const answer = await probe.send({path, headers: {...headers, ...deniedHeaders}})
      const text = `"GET ${path}" with a token without scopes is answered with ${answer.status}`
      const fault = answer.status === 403 ? envelopeFault(answer) : undefined
      if (answer.status === 401)
        yield doubtful(`${text}: the token itself is not good. It is to be a valid one that lacks scopes.`, answer)
      else if (answer.status !== 403) yield bad(`${text} instead of 403.`, answer)
      else if (fault !== undefined) yield bad(`${text}, but ${fault}.`, answer)
      else yield good(`${text} (${errorCodeOf(answer)}).`)
    }
    if (guarded === 0) yield doubtful('No path needs credentials: there is nothing that a scope could be needed for.')
  },
}
