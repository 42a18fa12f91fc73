import {z} from 'zod'
import {didYouMean} from '../../../core/suggest.js'
import type {KongConfig, KongEntity} from '../kong.js'
import {bundledPlugins} from '../kong-plugins.js'
import {lintRule} from '../model.js'

const options = z.object({
  customPlugins: z.array(z.string()).default([]).describe('Plugins that are installed beside those of Kong.'),
})

export default lintRule({
  summary: 'Require a configuration that Kong 3 takes: its format, plugins that it has, routes that lead somewhere',
  why: 'Kong refuses the whole configuration for one plugin that it does not know, and starts with none: everything behind it is gone.',
  fix: 'Write `_format_version: "3.0"`, correct the name of the plugin or list it in the option `customPlugins`, and let each route name a service.',
  severity: 'error',
  options,
  examples: {
    valid: [
      `
_format_version: "3.0"
services:
  - name: orders
    url: http://orders:3000
    plugins: [{name: rate-limiting}]
    routes: [{name: orders, paths: [/api/v1/orders]}]
routes:
  - {name: other, paths: [/other], service: {name: orders}}
`,
      `
# options: {"customPlugins": ["envelope"]}
_format_version: "3.0"
plugins: [{name: envelope}, {name: openid-connect}]
services:
  - {name: orders, host: orders}
routes:
  - {name: health, paths: [/health], plugins: [{name: request-termination}]}
`,
    ],
    invalid: [
      `
_format_version: "2.1" # want: The format is "2.1"; Kong 3 reads "3.0".
services:
  - name: orders
    plugins:
      - name: rate-limitting # want: Plugin "rate-limitting" does not come with Kong. Did you mean "rate-limiting"?
routes:
  - name: other
    service: {name: order} # want: Route "other" leads to the service "order", which is not there. Did you mean "orders"?
`,
      // Without quotes it is a number, which Kong does not take.
      `
_format_version: 3.0 # want: The format is the number 3; Kong takes a text: "3.0".
services:
  - {name: orders, url: 'http://orders'}
  - name: orders # want: There are two services "orders"; Kong takes neither.
    url: http://orders-v2
    routes: [{name: orders}]
routes:
  - name: loose # want: Route "loose" has no service: whoever calls it gets an error.
    paths: [/loose]
`,
    ],
  },

  check({document: {kong}}, report, {customPlugins}) {
    if (!kong) return
    const version = kong.root.get('_format_version')
    if (version?.number !== undefined)
      report(version, `The format is the number ${version.shown}; Kong takes a text: "3.0".`)
    else if (version && version.text !== '3.0') report(version, `The format is "${version.shown}"; Kong 3 reads "3.0".`)
    const plugins = new Set([...bundledPlugins, ...customPlugins])
    for (const {name, node} of kong.plugins)
      if (!plugins.has(name))
        report(node.get('name') ?? node, `Plugin "${name}" does not come with Kong.${didYouMean(name, [...plugins])}`)
    checkRoutes(kong, report)
    for (const entity of repeated(kong.services))
      report(entity.node.get('name') ?? entity.node, `There are two services "${entity.name}"; Kong takes neither.`)
    for (const entity of repeated([...kong.services.flatMap(({routes}) => routes), ...kong.looseRoutes]))
      report(entity.node.get('name') ?? entity.node, `There are two routes "${entity.name}"; Kong takes neither.`)
  },
})

function checkRoutes(
  {services, looseRoutes}: KongConfig,
  report: Parameters<ReturnType<typeof lintRule>['check']>[1],
): void {
  for (const {title, node, serviceName, plugins} of looseRoutes) {
    if (serviceName) {
      const near = didYouMean(
        serviceName.shown,
        services.map(({name}) => name),
      )
      report(serviceName, `${title} leads to the service "${serviceName.shown}", which is not there.${near}`)
      continue
    }
    // A plugin may answer in its place.
    if (!plugins.some(({name}) => answering.has(name)))
      report(node.get('name') ?? node, `${title} has no service: whoever calls it gets an error.`)
  }
}

const answering: ReadonlySet<string> = new Set([
  'request-termination',
  'redirect',
  'aws-lambda',
  'azure-functions',
  'mocking',
  'pre-function',
  'kafka-upstream',
])

function repeated(entities: readonly KongEntity[]): readonly KongEntity[] {
  const seen = new Set<string>()
  return entities.filter(({name}) => {
    const isSeen = name !== '' && seen.has(name)
    seen.add(name)
    return isSeen
  })
}
