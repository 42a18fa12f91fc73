import {z} from 'zod'
import {networking} from '../istio.js'
import {type JsonNode, lintRule} from '../model.js'

const options = z.object({
  minVersion: z.enum(['TLSV1_3', 'TLSV1_2']).default('TLSV1_3').describe('The oldest version of TLS that is taken.'),
})

export default lintRule({
  summary: 'Require TLS 1.3 with a certificate of every server of a Gateway, and a redirect where it speaks plain HTTP',
  why: 'Whoever may choose an old version chooses one that can be broken. What comes in on port 80 and is not sent on carries tokens for everybody on the way to read.',
  fix: 'Set `tls: {mode: SIMPLE, credentialName: …, minProtocolVersion: TLSV1_3}`, and `tls: {httpsRedirect: true}` on port 80.',
  severity: 'error',
  security: 'high',
  options,
  examples: {
    valid: [
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers:
    - port: {number: 443, name: https, protocol: HTTPS}
      hosts: [api.example.com]
      tls: {mode: SIMPLE, credentialName: api-tls, minProtocolVersion: TLSV1_3}
    - port: {number: 80, name: http, protocol: HTTP}
      hosts: [api.example.com]
      tls: {httpsRedirect: true}
`,
      // What is passed through is decrypted elsewhere, and traffic between meshes is that of Istio.
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: east-west}
spec:
  servers:
    - {port: {number: 15443, name: tls, protocol: TLS}, hosts: ['*.local'], tls: {mode: AUTO_PASSTHROUGH}}
    - {port: {number: 8443, name: pass, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: PASSTHROUGH}}
    - {port: {number: 9443, name: own, protocol: HTTPS}, hosts: ['*'], tls: {mode: ISTIO_MUTUAL}}
`,
    ],
    invalid: [
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers:
    - port: {number: 443, name: https, protocol: HTTPS}
      hosts: [api.example.com]
      tls: {mode: SIMPLE} # want: Server "https" of Gateway "edge" does not set "credentialName", "minProtocolVersion: TLSV1_3".
    - port: {number: 80, name: http, protocol: HTTP} # want: Server "http" of Gateway "edge" answers in plain text; write "httpsRedirect: true".
      hosts: [api.example.com]
`,
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers:
    - port: {number: 443, name: https, protocol: HTTPS}
      hosts: [api.example.com]
      tls:
        mode: MUTUAL
        credentialName: api-tls
        minProtocolVersion: TLSV1_1 # want: Server "https" of Gateway "edge" takes TLSV1_1; TLSV1_3 is the oldest that is allowed.
    - port: {number: 8443, name: other, protocol: HTTPS} # want: Server "other" of Gateway "edge" has no "tls".
      hosts: [api.example.com]
`,
    ],
  },

  check({document: {resources}}, report, {minVersion}) {
    for (const {kind, group, title, member} of resources)
      if (kind === 'Gateway' && group === networking)
        for (const server of member('spec', 'servers')?.children() ?? []) {
          const port = server.get('port')
          const name = `Server "${port?.get('name')?.shown ?? port?.get('number')?.shown ?? ''}" of ${title}`
          for (const [at, problem] of problemsOf(server, minVersion)) report(at, `${name} ${problem}.`)
        }
  },
})

/** From the oldest on. */
const versions = ['TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3']

function problemsOf(server: JsonNode, minVersion: string): readonly (readonly [JsonNode, string])[] {
  const port = server.get('port') ?? server
  const tls = server.get('tls')
  const protocol = port.get('protocol')?.text?.toUpperCase() ?? ''
  if (protocol === 'HTTP' || protocol === 'HTTP2')
    return tls?.get('httpsRedirect')?.value === true || tls?.get('mode')
      ? []
      : [[port, 'answers in plain text; write "httpsRedirect: true"']]
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return []
  if (!tls) return [[port, 'has no "tls"']]
  const mode = tls.get('mode')?.text ?? 'SIMPLE'
  if (mode.endsWith('PASSTHROUGH') || mode === 'ISTIO_MUTUAL') return []
  const oldest = tls.get('minProtocolVersion')
  const hasCertificate = ['credentialName', 'credentialNames', 'serverCertificate', 'tlsCertificates'].some(key =>
    tls.get(key),
  )
  const lacking = [
    ...(hasCertificate ? [] : ['"credentialName"']),
    ...(oldest ? [] : [`"minProtocolVersion: ${minVersion}"`]),
  ]
  return [
    ...(lacking.length > 0 ? [[tls, `does not set ${lacking.join(', ')}`] as const] : []),
    ...(oldest && versions.indexOf(oldest.shown) < versions.indexOf(minVersion)
      ? [[oldest, `takes ${oldest.shown}; ${minVersion} is the oldest that is allowed`] as const]
      : []),
  ]
}
