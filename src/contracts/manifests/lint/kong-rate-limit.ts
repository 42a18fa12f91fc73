import type {KongPlugin} from '../kong.js'
import {type JsonNode, lintRule} from '../model.js'
import {uncovered} from '../uncovered.js'

const limiting = new Set(['rate-limiting', 'rate-limiting-advanced'])

export default lintRule({
  summary: 'Require a rate limit of every service of Kong that all of its nodes share',
  why: 'A node that counts for itself lets through as many times more as there are nodes, and forgets it when it restarts. A service without a limit falls over by one caller.',
  fix: 'Add `rate-limiting` with `policy: redis` and `redis: {host, port}`, or `rate-limiting-advanced` with `strategy: redis`, to the service, to each of its routes, or for all.',
  severity: 'error',
  security: 'medium',
  examples: {
    valid: [
      `
_format_version: "3.0"
services:
  - name: orders
    plugins:
      - {name: rate-limiting, config: {minute: 100, policy: redis, redis: {host: redis, port: 6379}}}
`,
      // One for all, one by its name, and in Enterprise a cluster of Redis.
      `
_format_version: "3.0"
services:
  - name: orders
    routes:
      - name: orders
        plugins:
          - name: rate-limiting-advanced
            config: {limit: [100], window_size: [60], strategy: redis, redis: {cluster_nodes: [{ip: 10.0.0.1, port: 6379}]}}
  - {name: users, url: 'http://users'}
plugins:
  - {name: rate-limiting, service: users, config: {minute: 10, policy: redis, redis: {host: '{vault://env/redis}'}}}
`,
    ],
    invalid: [
      `
_format_version: "3.0"
services:
  - name: orders # want: Service "orders" has no rate limit.
    routes: [{name: orders}]
  - name: users
    routes:
      - name: users # want: Route "users" has no rate limit.
      - name: logins
        plugins:
          - name: rate-limiting
            config: # want: "rate-limiting" is told no "redis.host" to count in.
              minute: 5
              policy: redis
              redis_host: redis # want: "redis_host" is what Kong 2 had; write "redis: {host: …}".
`,
      // One that is turned off limits nothing.
      `
_format_version: "3.0"
services:
  - name: orders # want: Service "orders" has no rate limit.
    plugins: [{name: rate-limiting, enabled: false, config: {minute: 100, policy: redis, redis: {host: redis}}}]
  - name: users
    plugins:
      - name: rate-limiting
        config:
          minute: 100
          policy: local # want: "rate-limiting" counts by "local"; only "redis" is shared by all nodes.
`,
    ],
  },

  check({document: {kong}}, report) {
    if (!kong) return
    for (const {title, node} of uncovered(kong, ({name}) => limiting.has(name)))
      report(node.get('name') ?? node, `${title} has no rate limit.`)
    for (const plugin of kong.plugins)
      if (limiting.has(plugin.name) && plugin.node.get('enabled')?.value !== false) checkPlugin(plugin, report)
  },
})

function checkPlugin(
  {name, node, config}: KongPlugin,
  report: Parameters<ReturnType<typeof lintRule>['check']>[1],
): void {
  const policy = config?.get(name === 'rate-limiting' ? 'policy' : 'strategy')
  const counter = policy?.text ?? 'local'
  const old = config?.children().filter(member => /^redis_/.test(member.name)) ?? []
  for (const member of old) {
    const now = member.name.replace('redis_', '')
    report(member, `"${member.name}" is what Kong 2 had; write "redis: {${now}: …}".`)
  }
  if (counter !== 'redis')
    report(policy ?? config ?? node, `"${name}" counts by "${counter}"; only "redis" is shared by all nodes.`)
  else if (!hasHost(config?.get('redis'))) report(config ?? node, `"${name}" is told no "redis.host" to count in.`)
}

function hasHost(redis: JsonNode | undefined): boolean {
  return ['host', 'cluster_nodes', 'cluster_addresses', 'sentinel_nodes', 'sentinel_addresses'].some(key =>
    redis?.get(key),
  )
}
