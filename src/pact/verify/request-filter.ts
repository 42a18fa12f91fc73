import type {IncomingMessage, ServerResponse} from 'node:http'

/**
 * A function of the user that may change a request on its way to the provider, such as adding a fresh token: either
 * `request => …` or, as pact-js has it, `(request, response, next) => …`.
 */
export type Filter = (request: FilteredRequest, response: ServerResponse, next: (error?: unknown) => void) => unknown

/** What a filter sees. It may change the headers, the body (a text or something to be sent as JSON) and the URL. */
export interface FilteredRequest extends Pick<IncomingMessage, 'method' | 'url'> {
  readonly path: string
  readonly headers: Record<string, string | string[] | undefined>
  body: unknown
}

/** Runs a filter; true when it let the request pass, false when it answered by itself. */
export async function applyFilter(
  filter: Filter,
  request: FilteredRequest,
  response: ServerResponse,
  timeout: number,
): Promise<boolean> {
  if (filter.length < 3) {
    await within(timeout, 'the request filter', () => filter(request, response, () => {}))
    return !response.writableEnded
  }
  return within(
    timeout,
    'the request filter',
    () =>
      new Promise<boolean>((resolve, reject) => {
        response.once('finish', () => resolve(false))
        const next = (error?: unknown) => (error === undefined ? resolve(true) : reject(error))
        // A filter may be async and throw before it calls next.
        Promise.resolve(filter(request, response, next)).catch(reject)
      }),
  )
}

/** Waits for a function of the user, but not for ever. */
export async function within<Value>(
  milliseconds: number,
  what: string,
  run: () => Value | Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${milliseconds} ms.`)), milliseconds)
  })
  try {
    return await Promise.race([run(), late])
  } finally {
    clearTimeout(timer)
  }
}
