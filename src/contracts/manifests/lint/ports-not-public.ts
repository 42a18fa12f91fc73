import {z} from 'zod'
import {type JsonNode, lintRule} from '../model.js'

const options = z.object({
  ports: z.array(z.number()).default([8080, 9090]).describe('Ports for the inside, beside those of Envoy.'),
})

export default lintRule({
  summary: 'Disallow ports for metrics and administration on what is reached from outside',
  why: 'Metrics tell the shape of a service to whoever asks, and the administration of a proxy lets them change it. Scanners find both within hours.',
  fix: 'Publish the ports for callers only; have metrics scraped inside of the cluster, through a Service of type ClusterIP.',
  severity: 'error',
  security: 'high',
  options,
  examples: {
    valid: [
      // Behind a public port may be 8080: what is reached is 443.
      `
apiVersion: v1
kind: Service
metadata: {name: gateway}
spec:
  type: LoadBalancer
  ports: [{name: https, port: 443, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: metrics}
spec:
  ports: [{name: metrics, port: 9090}]
`,
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [api.example.com]}]
`,
    ],
    invalid: [
      `
apiVersion: v1
kind: Service
metadata: {name: gateway}
spec:
  type: LoadBalancer
  ports:
    - {name: http, port: 80, targetPort: 3000}
    - {name: prometheus, port: 9090} # want: Service "gateway" gives port 9090 to the outside.
    - {name: other, port: 81, targetPort: metrics} # want: Service "gateway" gives "metrics" to the outside.
`,
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers:
    - {port: {number: 15000, name: http, protocol: HTTP}, hosts: ['*']} # want: Gateway "edge" gives port 15000 to the outside.
    - port:
        number: 8443
        name: admin # want: Gateway "edge" gives "admin" to the outside.
      hosts: ['*']
`,
    ],
  },

  check({document: {resources}}, report, {ports}) {
    const isInner = (port: number) => ports.includes(port) || (port >= 15_000 && port <= 15_090)
    const check = (title: string, port: JsonNode | undefined, names: readonly (JsonNode | undefined)[]) => {
      if (port?.number !== undefined && isInner(port.number))
        report(port, `${title} gives port ${port.number} to the outside.`)
      // One port is told once, whatever it is called.
      const named = names.find(name => /(?:^|-)(?:metrics|admin)(?:-|$)/.test(name?.text ?? ''))
      if (named) report(named, `${title} gives "${named.shown}" to the outside.`)
    }
    for (const {kind, group, title, member} of resources) {
      const type = member('spec', 'type')?.text
      if (kind === 'Service' && group === '' && (type === 'LoadBalancer' || type === 'NodePort'))
        for (const port of member('spec', 'ports')?.children() ?? [])
          check(title, port.get('port'), [port.get('name'), port.get('targetPort')])
      if (kind === 'Gateway' && group === 'networking.istio.io')
        for (const server of member('spec', 'servers')?.children() ?? [])
          check(title, server.at('port', 'number'), [server.at('port', 'name')])
    }
  },
})
