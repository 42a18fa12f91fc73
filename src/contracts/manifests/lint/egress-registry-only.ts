import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require that the mesh only lets out what is registered',
  why: 'With ALLOW_ANY a service that was broken into sends what it finds to any address in the world, and nobody sees where to.',
  fix: 'Set `outboundTrafficPolicy: {mode: REGISTRY_ONLY}`, and describe each host outside that is needed by a ServiceEntry.',
  severity: 'warning',
  security: 'medium',
  examples: {
    valid: [
      `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec: {meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}}
`,
      // What a Sidecar does not say it takes from the mesh.
      `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec: {egress: [{hosts: ['./*', 'istio-system/*']}]}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: orders, namespace: shop}
spec: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
`,
    ],
    invalid: [
      `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec:
  meshConfig: # want: IstioOperator "mesh" does not set "outboundTrafficPolicy.mode", so that everything is let out.
    accessLogFile: /dev/stdout
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: | # want: ConfigMap "istio" lets out whatever is asked for; write "mode: REGISTRY_ONLY".
    outboundTrafficPolicy:
      mode: ALLOW_ANY
`,
      `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec:
  outboundTrafficPolicy:
    mode: ALLOW_ANY # want: Sidecar "default" lets out whatever is asked for; write "mode: REGISTRY_ONLY".
`,
    ],
  },

  check({document: {resources}}, report) {
    for (const {kind, group, name, title, member} of resources) {
      const config = member('spec', 'meshConfig')
      const mode =
        kind === 'IstioOperator'
          ? config?.at('outboundTrafficPolicy', 'mode')
          : kind === 'Sidecar'
            ? member('spec', 'outboundTrafficPolicy', 'mode')
            : undefined
      if (kind === 'IstioOperator' && config && !mode)
        report(config, `${title} does not set "outboundTrafficPolicy.mode", so that everything is let out.`)
      // The settings of the mesh are a text in a map.
      const mesh =
        kind === 'ConfigMap' && group === '' && /^istio(?:-|$)/.test(name) ? member('data', 'mesh') : undefined
      const isOpen = /outboundTrafficPolicy:\s*\{?\s*mode:\s*["']?ALLOW_ANY/.test(mesh?.text ?? '')
      const open = mode?.text === 'ALLOW_ANY' ? mode : isOpen && mesh ? ({node: mesh, on: 'key'} as const) : undefined
      if (open) report(open, `${title} lets out whatever is asked for; write "mode: REGISTRY_ONLY".`)
    }
  },
})
