/** Seconds until a caller may try again; sent with 429. */
export const retryAfter = 'Retry-After'
