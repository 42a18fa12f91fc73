/** Milliseconds that a request may take in all; what takes longer is a job. */
export const edgeTimeout = 30_000

/** Tries after the first one. */
export const mostRetries = 3
