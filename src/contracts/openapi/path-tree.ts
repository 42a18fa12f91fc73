import type {PathItem} from './model.js'

/** A segment that is a parameter as a whole; what one with text around it matches is not compared. */
export const anyText = '{}'
export const anyNumber = '{0}'

function meet(one: string, other: string): boolean {
  if (one === other || one === anyText || other === anyText) return true
  const [parameter, fixed] = one === anyNumber ? [one, other] : [other, one]
  return parameter === anyNumber && /^-?\d+$/.test(fixed)
}

class Branch {
  readonly next = new Map<string, Branch>()
  item: PathItem | undefined

  grow(segment: string): Branch {
    const known = this.next.get(segment) ?? new Branch()
    this.next.set(segment, known)
    return known
  }

  /** The branches that a segment may also be on. */
  meeting(segment: string): [string, Branch][] {
    if (isParameter(segment)) return [...this.next].filter(([name]) => meet(segment, name))
    return [segment, anyText, anyNumber].flatMap(name => {
      const branch = meet(segment, name) ? this.next.get(name) : undefined
      return branch ? [[name, branch] satisfies [string, Branch]] : []
    })
  }
}

interface Step {
  readonly branch: Branch
  /** The path that is looked for has a fixed segment where the other has a parameter, and the other way round. */
  readonly more: boolean
  readonly less: boolean
}

/** Bounds the search where a contract has thousands of paths that begin with a parameter. */
const mostSteps = 10_000

/** Paths by their segments, so that each is compared with those alone that may match the same. */
export class PathTree {
  readonly #root = new Branch()

  add(segments: readonly string[], item: PathItem): void {
    let branch = this.#root
    for (const segment of segments) branch = branch.grow(segment)
    branch.item ??= item
  }

  /** A path that can match the same request, when each of the two is more exact than the other somewhere. */
  rivalOf(segments: readonly string[]): PathItem | undefined {
    let steps: Step[] = [{branch: this.#root, more: false, less: false}]
    let taken = 0
    for (const segment of segments) {
      const following: Step[] = []
      for (const {branch, more, less} of steps) {
        if (taken++ > mostSteps) return undefined
        for (const [name, next] of branch.meeting(segment))
          following.push({
            branch: next,
            more: more || (!isParameter(segment) && isParameter(name)),
            less: less || (isParameter(segment) && !isParameter(name)),
          })
      }
      steps = following
    }
    return steps.find(({branch, more, less}) => more && less && branch.item)?.branch.item
  }
}

function isParameter(segment: string): boolean {
  return segment === anyText || segment === anyNumber
}
