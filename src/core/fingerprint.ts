import type {Finding} from './finding.js'

/**
 * What identifies each finding from run to run: its rule, file, element and message, and which of those alike it is. It
 * does not change when lines move. In the order of the findings given; 16 hexadecimal digits each, all different.
 */
export function fingerprints(
  findings: readonly Finding[],
  pathOf: (path: string) => string = path => path,
): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({rule, message, location, element = ''}) => {
    const identity = `${rule}\n${pathOf(location.path)}\n${element}\n${message}`
    const before = seen.get(identity) ?? 0
    seen.set(identity, before + 1)
    return hashOf(before === 0 ? identity : `${identity}\n${before}`)
  })
}

/** 64 bits of a text: two multiplicative hashes side by side. Not for secrets. */
function hashOf(text: string): string {
  let one = 0xdeadbeef
  let two = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    one = Math.imul(one ^ unit, 2654435761)
    two = Math.imul(two ^ unit, 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return [one, two].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
