import {expect, test} from 'vitest'
import {type Fields, istioFields} from '../../../src/contracts/manifests/istio-fields.js'

/** What may stand at the end of a way; undefined when the way leads nowhere. */
function at(kind: string, ...way: readonly string[]): Fields | null | undefined {
  let fields: Fields | null | undefined = istioFields(kind)
  for (const name of way) fields = fields?.get(name)
  return fields
}

test('members are where Istio has them, also where a part is used in several places', () => {
  expect(at('DestinationRule', 'trafficPolicy', 'connectionPool', 'http', 'http2MaxRequests')).toBeNull()
  expect(
    at('DestinationRule', 'subsets', 'trafficPolicy', 'portLevelSettings', 'outlierDetection', 'interval'),
  ).toBeNull()
  expect(at('VirtualService', 'http', 'match', 'uri', 'prefix')).toBeNull()
  expect(at('VirtualService', 'http', 'retries', 'perTryTimeout')).toBeNull()
  expect(at('VirtualService', 'http', 'route', 'destination', 'port', 'number')).toBeNull()
  expect(at('Gateway', 'servers', 'tls', 'minProtocolVersion')).toBeNull()
  expect(at('AuthorizationPolicy', 'rules', 'from', 'source', 'requestPrincipals')).toBeNull()
  expect(at('PeerAuthentication', 'portLevelMtls', '*', 'mode')).toBeNull()
  expect(at('RequestAuthentication', 'jwtRules', 'jwksUri')).toBeNull()
  expect(at('DestinationRule', 'trafficPolicy', 'connectionPool', 'http', 'consecutiveGatewayErrors')).toBeUndefined()
  expect(at('EnvoyFilter')).toBeUndefined()
  expect(at('constructor')).toBeUndefined()
})

test('every member has a name, and every part that is named is there', () => {
  const kinds = [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'Sidecar', 'ServiceEntry'],
    ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  ]
  let count = 0
  const look = (fields: Fields) => {
    expect(fields.size).toBeGreaterThan(0)
    for (const [name, below] of fields) {
      expect(name).toMatch(/^(?:\*|[a-z]\w*)$/)
      count++
      if (below) look(below)
    }
  }
  for (const kind of kinds) look(istioFields(kind) ?? new Map())
  expect(count).toBeGreaterThan(500)
})
