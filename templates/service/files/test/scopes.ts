export const readScope = 'work-items:read'
export const writeScope = 'work-items:write'

/** Of a caller who may do everything. */
export const allScopes: readonly string[] = [readScope, writeScope]
