import {z} from 'zod'

const address = (port: number, what: string) =>
  z
    .url({protocol: /^https?$/})
    .default(`http://127.0.0.1:${port}`)
    .describe(`Address of the ${what}.`)

/** Where the services are that an order spans. */
export const orderSagaSettings = {
  PAYMENTS_URL: address(3101, 'payment service'),
  INVENTORY_URL: address(3102, 'inventory service'),
  SHIPPING_URL: address(3103, 'shipping service'),
}
