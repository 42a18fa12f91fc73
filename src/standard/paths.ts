/** `/api/v1/orders`: every path is below a major version, and only the major one is in the path. */
export const versionedPath = /^\/api\/v[1-9][0-9]*\//

/** One segment that is a version, such as `v1`. */
export const versionSegment = /^v[0-9]+$/
