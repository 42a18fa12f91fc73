import type {Response} from './model.js'

/** The response of an operation that describes answers with a status: the status itself, its class, or `default`. */
export function answerFor(responses: readonly Response[], status: number): Response | undefined {
  const [first] = String(status)
  const wanted = [String(status), `${first}XX`, `${first}xx`, 'default']
  return wanted.flatMap(each => responses.find(one => one.status === each) ?? [])[0]
}
