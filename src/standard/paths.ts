/** `/api/v1/orders`: every path is below a major version, and only the major one is in the path. */
export const versionedPath = /^\/api\/v[1-9][0-9]*\//

/** One segment that is a version, such as `v1`. */
export const versionSegment = /^v[0-9]+$/

/** Words that tell what to do, as a whole segment; each of them is hardly ever the name of a thing. */
export const verbs: ReadonlySet<string> = new Set(
  `activate add apply approve assign authenticate authorize calculate cancel close compute confirm connect convert
  copy create deactivate delete disable disconnect download enable execute fetch find generate get insert invoke
  merge modify move notify perform process publish purge recalculate reject remove rename reopen replace resend
  reset resolve restart restore resume retrieve retry revoke save send start stop submit subscribe suspend trigger
  unarchive unassign unpublish unsubscribe update upload validate verify`.split(/\s+/),
)

/** Words that are never a thing, so that a segment which begins with one is an action: `getOrders`, `create-order`. */
export const leadingVerbs: ReadonlySet<string> = new Set(
  'calculate create fetch find generate get recalculate remove retrieve send unsubscribe update'.split(' '),
)

/** Actions that the standard lets stand in a path. */
export const allowedActions = ['login', 'logout', 'refresh', 'register'] as const

/** The major version of a path: `1` for `/api/v1/orders`; undefined when it has none. */
export function majorOf(path: string): string | undefined {
  const segment = path.split('/').find(each => versionSegment.test(each))
  return segment === undefined ? undefined : String(Number(segment.slice(1)))
}
