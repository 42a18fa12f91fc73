/** What this service is about. */
export interface WorkItem {
  /** Opaque; a UUID. */
  readonly id: string
  readonly name: string
  readonly description?: string
  /** A member of the directory. */
  readonly ownerId?: string
  /** From 1, one more with every change. */
  readonly version: number
  /** RFC 3339 in UTC. */
  readonly createdAt: string
  readonly updatedAt: string
}

/** What a caller says about a work item that is to be made. */
export interface WorkItemDraft {
  readonly name: string
  readonly description?: string
  readonly ownerId?: string
}

/** What a caller wants to be different, as a JSON merge patch: null takes a value away, what is absent stays. */
export interface WorkItemChange {
  readonly name?: string
  readonly description?: string | null
}

/** The work item after a change. */
export function changed(workItem: WorkItem, change: WorkItemChange, updatedAt: string): WorkItem {
  const {description: before, ...rest} = workItem
  const description = change.description === undefined ? before : change.description
  return {
    ...rest,
    name: change.name ?? workItem.name,
    ...(description !== null && description !== undefined && {description}),
    version: workItem.version + 1,
    updatedAt,
  }
}
