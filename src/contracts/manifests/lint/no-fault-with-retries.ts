import {z} from 'zod'
import {httpRoutesOf} from '../istio.js'
import {lintRule} from '../model.js'

const options = z.object({
  production: z
    .array(z.string())
    .default(['production', 'prod'])
    .describe('Words in the name of a namespace in which no fault is injected.'),
})

export default lintRule({
  summary: 'Disallow injected faults in production, and on routes with a timeout or tries',
  why: 'Istio leaves timeout and tries of a route out as soon as it has a fault: the test shows what never happens, and a fault that was forgotten goes on for ever.',
  fix: 'Take `fault` out. For a test, inject it into a route of its own that a header chooses, in a namespace for tests.',
  severity: 'error',
  options,
  examples: {
    valid: [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders]
  http:
    - {timeout: 10s, retries: {attempts: 3, perTryTimeout: 2s}, route: [{destination: {host: orders}}]}
`,
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop-staging}
spec:
  hosts: [orders]
  http:
    - match: [{headers: {x-chaos: {exact: "1"}}}]
      fault: {delay: {fixedDelay: 5s, percentage: {value: 100}}}
      route: [{destination: {host: orders}}]
`,
    ],
    invalid: [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders]
  http:
    - fault: {delay: {fixedDelay: 5s, percentage: {value: 1}}} # want: Route 1 of VirtualService "orders" has a fault, so that its timeout, tries do not count.
      timeout: 10s
      retries: {attempts: 3}
      route: [{destination: {host: orders}}]
`,
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop-prod}
spec:
  hosts: [orders]
  http:
    - name: all
      fault: {abort: {httpStatus: 500, percentage: {value: 1}}} # want: Route "all" of VirtualService "orders" has a fault in production.
      route: [{destination: {host: orders}}]
`,
    ],
  },

  check({document: {resources}}, report, {production}) {
    for (const {service, title, node} of resources.flatMap(httpRoutesOf)) {
      const fault = node.get('fault')
      if (!fault) continue
      const lost = [...(node.get('timeout') ? ['timeout'] : []), ...(node.get('retries') ? ['tries'] : [])]
      if (service.namespace.split(/[^a-z0-9]+/i).some(word => production.includes(word.toLowerCase())))
        report(fault, `${title} has a fault in production.`)
      else if (lost.length > 0) report(fault, `${title} has a fault, so that its ${lost.join(', ')} do not count.`)
    }
  },
})
