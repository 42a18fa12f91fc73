/** Says once when nobody waits for an answer any more: the caller has all of it, or is gone. Every ServerResponse does. */
export interface Ending {
  once(event: 'close', listener: () => void): unknown
}
