import {createRevocationList} from '../platform/auth/revocations.js'
import type {RevocationStore} from './revocation-store.js'

/** For one instance, and until it ends. */
export function memoryRevocations(): RevocationStore {
  const list = createRevocationList()
  return {
    includes: list.includes,
    revoke: async (revocation, until) => list.add(revocation, until),
    close: () => undefined,
  }
}
