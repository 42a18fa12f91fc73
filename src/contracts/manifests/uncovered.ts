import type {KongConfig, KongEntity, KongPlugin} from './kong.js'

/** The services, or the routes of services, for which no plugin counts that is wanted. */
export function uncovered(
  {services, globalPlugins}: KongConfig,
  isWanted: (plugin: KongPlugin) => boolean,
  isExempt: (entity: KongEntity) => boolean = () => false,
): readonly KongEntity[] {
  if (globalPlugins.some(isWanted)) return []
  return services
    .filter(service => !service.plugins.some(isWanted) && !isExempt(service))
    .flatMap((service): readonly KongEntity[] => {
      const routes = service.routes.filter(route => !isExempt(route))
      const bare = routes.filter(({plugins}) => !plugins.some(isWanted))
      // What none of the routes has is missing at the service.
      return bare.length === routes.length && (routes.length > 0 || service.routes.length === 0) ? [service] : bare
    })
}
