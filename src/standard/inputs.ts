/** Items that a caller may send at once. */
export const mostBulkItems = 100

/** Properties that the service gives, never the caller. */
export const serverOwned = ['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'deletedAt'] as const

/** Properties that the service gives when a thing is made; a caller may change them later. */
export const initiallyServerOwned = ['status'] as const
