/** Every status that an answer may have, with its name in HTTP. */
export const statusNames: Readonly<Record<string, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

export const allowedStatuses: ReadonlySet<string> = new Set(Object.keys(statusNames))

/** What an operation does or has that makes callers meet an error. */
export type Circumstance = 'always' | 'secured' | 'path-parameter' | 'body' | 'query'

/** Error statuses that an operation declares, each with the circumstances that call for it (any one of them). */
export const requiredErrors: readonly {readonly status: string; readonly when: readonly Circumstance[]}[] = [
  {status: '400', when: ['body', 'query']},
  {status: '401', when: ['secured']},
  {status: '403', when: ['secured']},
  {status: '404', when: ['path-parameter']},
  {status: '413', when: ['body']},
  {status: '422', when: ['body', 'query']},
  {status: '429', when: ['always']},
  {status: '500', when: ['always']},
  {status: '503', when: ['always']},
]
