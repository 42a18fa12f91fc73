/** Says once when nobody waits for an answer any more: the caller has all of it, or is gone. Every ServerResponse does. */
export interface Ending {
  /** It is over already: whoever listens from now on hears nothing. */
  readonly destroyed?: boolean
  once(event: 'close', listener: () => void): unknown
}
