import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {createOrderSaga} from '../order-saga/order-saga.js'
import {orderSagaSettings} from '../order-saga/settings.js'
import {createUpstream} from '../platform/outbound/upstream.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {createSagaMetrics} from './saga-metrics.js'
import {createSagas, type Sagas} from './sagas.js'

declare module '../feature.js' {
  interface Resources {
    readonly sagas?: Sagas | undefined
  }
}

/** Begins what spans several services, and sees to it that it ends. */
export const saga = defineFeature({
  settings: {...databaseSettings, ...orderSagaSettings},
  rules: databaseRules,
  async provide(surroundings) {
    const {settings, logger, metrics} = surroundings
    const {database, checks, close} = await shareDatabase(surroundings)
    const sagaMetrics = createSagaMetrics(metrics.registry)
    sagaMetrics.watch(database)
    const sagas = createSagas({database, logger, metrics: sagaMetrics})
    const open = (name: string, url: string) => createUpstream({name, url, service, metrics, logger})
    const upstreams = {
      payments: open('payments', settings.PAYMENTS_URL),
      inventory: open('inventory', settings.INVENTORY_URL),
      shipping: open('shipping', settings.SHIPPING_URL),
    }
    sagas.define(createOrderSaga(upstreams))
    sagas.run()
    return {
      sagas,
      checks,
      async close() {
        await sagas.close()
        await Promise.all(Object.values(upstreams).map(upstream => upstream.close()))
        await close()
      },
    }
  },
})
