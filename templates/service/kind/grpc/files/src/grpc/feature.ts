import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {readGrpcContract} from '../platform/grpc/contract.js'
import {createGrpcServer} from '../platform/grpc/server.js'
import {grpcRules, grpcSettings} from '../platform/grpc/settings.js'
import {workItemMethods} from './work-item-methods.js'

/** The rpcs of contracts/*.proto, on a port of their own. */
export const grpc = defineFeature({
  settings: grpcSettings,
  rules: grpcRules,
  async install({settings, workItems, idempotencyKeys, guard, readiness, logger, metrics}) {
    const folder = new URL('../../contracts/', import.meta.url)
    return createGrpcServer({
      settings,
      contract: readGrpcContract(folder, ['example/work_items/v1/work_item_service.proto']),
      services: {'example.work_items.v1.WorkItemService': workItemMethods(workItems, idempotencyKeys)},
      domain: service,
      logger,
      metrics,
      guard,
      readiness,
    })
  },
})
