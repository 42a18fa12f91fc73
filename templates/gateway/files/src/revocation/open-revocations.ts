import type {Redis} from 'ioredis'
import type {Logger} from '../platform/logging/logger.js'
import type {Settings} from '../settings.js'
import {memoryRevocations} from './memory-revocations.js'
import {redisRevocations} from './redis-revocations.js'
import type {RevocationStore} from './revocation-store.js'

/** Revoked tokens, where the settings say. */
export async function openRevocations(
  {REVOCATIONS, REDIS_PREFIX: prefix}: Settings,
  client: () => Promise<Redis>,
  logger: Logger,
): Promise<RevocationStore> {
  return REVOCATIONS === 'redis' ? redisRevocations({client, prefix, logger}) : memoryRevocations()
}
