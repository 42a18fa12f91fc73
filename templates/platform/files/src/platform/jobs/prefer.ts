/** The header by which a caller says that it does not want to wait, as in RFC 7240. */
export interface PreferHeaders {
  readonly prefer?: string
}

/** Whether `Prefer` asks for a job. Of a preference that is said twice the first counts, and a value makes it another. */
export function prefersAsync(prefer: string | undefined): boolean {
  if (prefer === undefined) return false
  return prefer.split(',').some(preference => preference.split(';')[0]?.trim().toLowerCase() === 'respond-async')
}
