/** Statuses that tell of success, by the method; methods that are not named have no rule. */
export const successStatuses: Readonly<Record<string, readonly string[]>> = {
  get: ['200', '304'],
  head: ['200', '304'],
  post: ['200', '201', '202', '204'],
  put: ['200', '201', '202'],
  patch: ['200', '202'],
  delete: ['204', '202', '200'],
}

/** Methods whose requests carry no body. */
export const bodiless: ReadonlySet<string> = new Set(['get', 'head', 'delete'])

/** Statuses whose answers carry no body. */
export const emptyStatuses: ReadonlySet<string> = new Set(['204', '304'])
