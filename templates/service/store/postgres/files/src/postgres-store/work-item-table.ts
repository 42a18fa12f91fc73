import type {WorkItem} from '../work-items/work-item.js'

/** A row of `work_items`. */
export interface WorkItemTable {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly owner_id: string | null
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly work_items: WorkItemTable
  }
}

export function rowOf(workItem: WorkItem): WorkItemTable {
  return {
    id: workItem.id,
    name: workItem.name,
    description: workItem.description ?? null,
    owner_id: workItem.ownerId ?? null,
    version: workItem.version,
    created_at: new Date(workItem.createdAt),
    updated_at: new Date(workItem.updatedAt),
  }
}

export function workItemOf(row: WorkItemTable): WorkItem {
  return {
    id: row.id,
    name: row.name,
    ...(row.description !== null && {description: row.description}),
    ...(row.owner_id !== null && {ownerId: row.owner_id}),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
