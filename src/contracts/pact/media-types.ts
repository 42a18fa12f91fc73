/** The one of some media types that another one, or a header `Accept`, is served by; the most exact, if several are. */
export function fitting<Type extends {readonly name: string}>(
  asked: string,
  offered: readonly Type[],
): Type | undefined {
  const ranges = asked
    .split(',')
    .map(rangeOf)
    .sort((a, b) => b.quality - a.quality)
  const bare = offered.map(each => ({each, type: bareType(each.name)}))
  for (const matches of [isSame, isSameButForVendor, isWildcard]) {
    for (const {type} of ranges) {
      const found = bare.find(each => matches(type, each.type))
      if (found) return found.each
    }
  }
  return undefined
}

interface Range {
  readonly type: string
  readonly quality: number
}

function rangeOf(text: string): Range {
  const quality = /;\s*q=([\d.]+)/i.exec(text)?.[1]
  return {type: bareType(text), quality: quality === undefined ? 1 : Number(quality)}
}

/** Without parameters, in small letters. */
function bareType(text: string): string {
  return (text.split(';')[0] ?? '').trim().toLowerCase()
}

function isSame(one: string, other: string): boolean {
  return one === other
}

/** `application/vnd.example+json` is JSON. */
function isSameButForVendor(one: string, other: string): boolean {
  return one.replace(/\/.*\+/, '/') === other.replace(/\/.*\+/, '/')
}

function isWildcard(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one)
}

function covers(range: string, type: string): boolean {
  return range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))
}
