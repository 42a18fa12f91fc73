import {type RawBuilder, sql} from 'kysely'
import type {Database} from '../postgres/database.js'
import type {WebhookStore} from '../webhooks/webhook-store.js'
import {type DeliveryRow, deliveryOf, type EventRow, eventOf, type WebhookRow, webhookOf} from './rows.js'

/** Webhooks that all instances share, and that outlive them. */
export interface PostgresWebhookStore extends WebhookStore {
  /** Removes events, and deliveries that are over, from before this time in milliseconds since 1970. */
  forget(before: number): Promise<void>
}

const webhookColumns = sql`w.id, w.owner, w.url, w.event_types, w.status, w.secrets, w.created_at`
const eventColumns = sql`e.id as event_id, e.event_type, e.schema_version, e."timestamp", e.data`
const deliveryColumns = sql`
  d.id as delivery_id, d.webhook_id, d.status as delivery_status, d.tries, d.next_try_at, d.response_status, d.error,
  d.created_at as delivery_created_at, ${eventColumns}`

export function createPostgresWebhookStore(database: Database): PostgresWebhookStore {
  // All in the transaction that is under way, if there is one.
  const rowsOf = async <Row>(statement: RawBuilder<unknown>): Promise<Row[]> =>
    (await sql<Row>`${statement}`.execute(database.tables)).rows
  const changes = async (statement: RawBuilder<unknown>): Promise<number> =>
    Number((await statement.execute(database.tables)).numAffectedRows ?? 0n)

  return {
    insert(webhook, most) {
      return database.transaction(async () => {
        // Or two at the same moment would both be the last one that is allowed.
        await changes(sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks of ${webhook.owner}`}, 0))`)
        const {id, owner, url, eventTypes, status, secrets, createdAt} = webhook
        const inserted = await changes(sql`
          insert into webhooks (id, owner, url, event_types, status, secrets, created_at)
          select ${id}, ${owner}, ${url}, ${eventTypes}::text[], ${status}, ${JSON.stringify(secrets)}::json,
            ${createdAt}::timestamptz
          where (select count(*) from webhooks where owner = ${owner}) < ${most}`)
        return inserted === 1
      })
    },
    async replace({id, url, eventTypes, status, secrets}) {
      await changes(sql`
        update webhooks
        set url = ${url}, event_types = ${eventTypes}::text[], status = ${status},
          secrets = ${JSON.stringify(secrets)}::json
        where id = ${id}`)
    },
    async find(id) {
      const [row] = await rowsOf<WebhookRow>(sql`select ${webhookColumns} from webhooks w where w.id = ${id}`)
      return row && webhookOf(row)
    },
    async listOf(owner) {
      const rows = await rowsOf<WebhookRow>(
        sql`select ${webhookColumns} from webhooks w where w.owner = ${owner} order by w.place`,
      )
      return rows.map(webhookOf)
    },
    async remove(id) {
      await changes(sql`delete from webhooks where id = ${id}`)
    },
    record(event) {
      return database.transaction(async () => {
        const {id, eventType, schemaVersion, timestamp, data} = event
        await changes(sql`
          insert into webhook_events (id, event_type, schema_version, "timestamp", data)
          values (${id}, ${eventType}, ${schemaVersion}, ${timestamp}::timestamptz, ${JSON.stringify(data)}::json)`)
        await changes(sql`
          insert into webhook_deliveries (id, webhook_id, event_id, next_try_at, created_at)
          select gen_random_uuid()::text, w.id, ${id}, to_timestamp(0), ${timestamp}::timestamptz
          from webhooks w where w.status = 'active' and ${eventType} = any(w.event_types)`)
      })
    },
    async claim({limit, now, lease, perWebhook}) {
      // Two instances that look at the same moment may together give one webhook more than its share, and never the
      // same delivery twice.
      const rows = await rowsOf<DeliveryRow & WebhookRow>(sql`
        with due as (
          select d.id from webhooks w cross join lateral (
            select id, place from webhook_deliveries
            where webhook_id = w.id and status = 'pending' and next_try_at <= ${time(now)} and leased_until <= ${time(now)}
            order by place
            limit greatest(0, ${perWebhook}::int - (
              select count(*) from webhook_deliveries taken
              where taken.webhook_id = w.id and taken.status = 'pending' and taken.leased_until > ${time(now)}))
            for update skip locked
          ) d order by d.place limit ${limit}
        ), claimed as (
          update webhook_deliveries d set leased_until = ${time(now + lease)} from due where d.id = due.id returning d.*
        )
        select ${deliveryColumns}, ${webhookColumns}
        from claimed d join webhooks w on w.id = d.webhook_id join webhook_events e on e.id = d.event_id
        order by d.place`)
      return rows.map(row => ({delivery: deliveryOf(row), webhook: webhookOf(row)}))
    },
    async settle({id, status, tries, nextTryAt, responseStatus = null, error = null}) {
      await changes(sql`
        update webhook_deliveries
        set status = ${status}, tries = ${tries}, next_try_at = ${time(nextTryAt)}, leased_until = '-infinity',
          response_status = ${responseStatus}, error = ${error}
        where id = ${id}`)
    },
    async deliveriesOf(webhookId, status, limit) {
      const rows = await rowsOf<DeliveryRow>(sql`
        select ${deliveryColumns} from webhook_deliveries d join webhook_events e on e.id = d.event_id
        where d.webhook_id = ${webhookId} ${status === undefined ? sql`` : sql`and d.status = ${status}`}
        order by d.place desc limit ${limit}`)
      return rows.map(deliveryOf)
    },
    revive(webhookId, ids, now) {
      return changes(sql`
        update webhook_deliveries set status = 'pending', tries = 0, next_try_at = ${time(now)}
        where webhook_id = ${webhookId} and status = 'dead' ${ids === undefined ? sql`` : sql`and id = any(${[...ids]}::text[])`}`)
    },
    async eventsAfter(id, limit) {
      const [last] = id === undefined ? [undefined] : await rowsOf<Place>(placeOf(id))
      if (id !== undefined && last === undefined) return undefined
      const rows = await rowsOf<EventRow>(sql`
        select ${eventColumns} from webhook_events e
        where e.transaction < pg_snapshot_xmin(pg_current_snapshot())
          ${last === undefined ? sql`` : sql`and (e.transaction, e.place) > (${last.transaction}::xid8, ${last.place}::bigint)`}
        order by e.transaction, e.place limit ${limit + 1}`)
      return {events: rows.slice(0, limit).map(eventOf), hasMore: rows.length > limit}
    },
    async countPending() {
      const [row] = await rowsOf<{readonly count: number}>(
        sql`select count(*)::int as count from webhook_deliveries where status = 'pending'`,
      )
      return row?.count ?? 0
    },
    async forget(before) {
      await changes(sql`
        delete from webhook_deliveries where status <> 'pending' and created_at < ${time(before)}`)
      await changes(sql`
        delete from webhook_events e where "timestamp" < ${time(before)}
          and not exists (select from webhook_deliveries d where d.event_id = e.id)`)
    },
  }
}

/** Where an event stands among the others; a text, as numbers of this size do not fit into those of JavaScript. */
interface Place {
  readonly transaction: string
  readonly place: string
}

const placeOf = (id: string) => sql`
  select e.transaction::text as transaction, e.place::text as place from webhook_events e where e.id = ${id}`

/** Milliseconds since 1970 as the database has them. */
const time = (milliseconds: number) => sql`${new Date(milliseconds)}::timestamptz`
