import {processes, until} from '../process.js'

const {start} = processes()

/** What `/metrics` says of the service as it is really run. */
export async function metricsText(): Promise<string> {
  const {told, url} = start({NODE_ENV: 'development'})
  await url()
  const address = await until(() => /Metrics at (http:\S+\/metrics)/.exec(told.text)?.[1])
  return (await fetch(address)).text()
}
