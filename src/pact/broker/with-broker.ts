import {brokerAddress} from './address.js'
import {type Broker, openBroker} from './broker.js'

/** Opens the broker that a flag, the configuration or the environment names, and closes it when the work is done. */
export async function withBroker<Result>(
  {url, signal}: {readonly url: string | undefined; readonly signal: AbortSignal},
  use: (broker: Broker) => Promise<Result>,
): Promise<Result> {
  const broker = openBroker(brokerAddress({url, env: process.env}), signal)
  try {
    return await use(broker)
  } finally {
    await broker.close()
  }
}
