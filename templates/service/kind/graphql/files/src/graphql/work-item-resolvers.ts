import type {ExpectedVersion} from '../platform/locking/expected-version.js'
import type {WorkItem} from '../work-items/work-item.js'
import type {WorkItemEvent} from '../work-items/work-item-feed.js'
import type {WorkItemFilter} from '../work-items/work-item-slices.js'
import type {WorkItems} from '../work-items/work-items.js'
import type {OperationContext} from './operation-context.js'
import type {Resolvers} from './resolver.js'
import {type ConnectionArguments, type WorkItemConnection, workItemConnection} from './work-item-connection.js'

interface ById {
  readonly id: string
}

interface Search extends ConnectionArguments {
  readonly filter?: {readonly ownerId?: string | null; readonly nameContains?: string | null} | null
}

/** What a mutation is given: members that are left out and null are what a GraphQL client makes of "nothing". */
interface Given<Input> {
  readonly input: Input
}

interface Draft {
  readonly name: string
  readonly description?: string | null
  readonly ownerId?: string | null
}

interface Update extends ById {
  readonly version: number
  readonly name?: string | null
  readonly description?: string | null
}

interface Deletion extends ById {
  readonly version?: number | null
}

/** The code behind contracts/schema.graphql. Each is a translation: the decisions are in WorkItems. */
export function workItemResolvers(workItems: WorkItems): Resolvers {
  const byId = (id: string, {loaders}: OperationContext) => loaders.byId.load(id)
  return {
    fields: {
      Query: {
        workItem: (_source, {id}: ById, context) => byId(id, context),
        workItems: (_source, search: Search, context) => workItemConnection(search, filterOf(search), context),
      },
      WorkItem: {
        owner: ({ownerId}: WorkItem) => (ownerId === undefined ? null : {id: ownerId}),
      },
      Member: {
        workItems: ({id}: ById, given: ConnectionArguments, context) =>
          workItemConnection(given, {ownerId: id}, context),
      },
      WorkItemConnection: {
        totalCount: ({filter}: WorkItemConnection, _none, {loaders}) => loaders.counts.load(filter),
      },
    },

    mutations: {
      async createWorkItem(_source, {input}: Given<Draft>) {
        const {name, description, ownerId} = input
        const draft = {name, ...(description != null && {description}), ...(ownerId != null && {ownerId})}
        return {workItem: await workItems.create(draft)}
      },
      async updateWorkItem(_source, {input}: Given<Update>) {
        const {id, version, name, description} = input
        // A name can not be taken away: null says as little as nothing.
        const change = {...(name != null && {name}), ...(description !== undefined && {description})}
        return {workItem: await workItems.change(id, change, expected(version))}
      },
      async deleteWorkItem(_source, {input: {id, version}}: Given<Deletion>) {
        await workItems.remove(id, version == null ? undefined : expected(version))
        return {deletedId: id}
      },
    },

    watchers: {
      workItemCreated: (_none, _context, signal) => watch(workItems, 'created', null, signal),
      workItemUpdated: ({id}: Partial<ById>, _context, signal) => watch(workItems, 'changed', id, signal),
      workItemDeleted: ({id}: Partial<ById>, _context, signal) => watch(workItems, 'removed', id, signal),
    },

    entities: {
      WorkItem: byId,
      Member: id => ({id}),
    },
  }
}

function filterOf({filter}: Search): WorkItemFilter {
  const {ownerId, nameContains} = filter ?? {}
  return {...(ownerId != null && {ownerId}), ...(nameContains != null && {nameContains})}
}

function expected(version: number): ExpectedVersion {
  return {version, from: 'body'}
}

/** The events of one kind, of one work item or of all. They are counted from the call on. */
function watch(
  workItems: WorkItems,
  kind: WorkItemEvent['kind'],
  id: string | null | undefined,
  signal: AbortSignal,
): AsyncIterable<WorkItem> {
  const events = workItems.watch(signal)
  return pick(events, event => event.kind === kind && (id == null || event.workItem.id === id))
}

async function* pick(
  events: AsyncIterable<WorkItemEvent>,
  wanted: (event: WorkItemEvent) => boolean,
): AsyncGenerator<WorkItem> {
  for await (const event of events) if (wanted(event)) yield event.workItem
}
