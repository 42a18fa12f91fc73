/** Remembers which events a group has handled, because a broker may hand one out twice. Shared by all instances. */
export interface SeenEvents {
  has(group: string, eventId: string): Promise<boolean>
  /** Called when the work is done, never before: who crashes in between does it again rather than not at all. */
  add(group: string, eventId: string): Promise<void>
  /** Where the memory lies beside the data: does the work and notes it as one, and nothing if it was noted already. */
  once?(group: string, eventId: string, work: () => Promise<void>): Promise<void>
}
