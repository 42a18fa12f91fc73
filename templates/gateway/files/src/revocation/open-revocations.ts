import type {Settings} from '../settings.js'
import {memoryRevocations} from './memory-revocations.js'
import {type RedisRevocationsOptions, redisRevocations} from './redis-revocations.js'
import type {RevocationStore} from './revocation-store.js'

/** Revoked tokens, where the settings say. */
export async function openRevocations(
  {REVOCATIONS}: Settings,
  options: RedisRevocationsOptions,
): Promise<RevocationStore> {
  return REVOCATIONS === 'redis' ? redisRevocations(options) : memoryRevocations()
}
