import {compareText} from '../core/finding.js'
import {shownPath} from '../io/files.js'
import type {LeftLink} from './search.js'

const reasons = {
  out: ['leads out of the repository', 'lead out of the repository'],
  nowhere: ['leads nowhere', 'lead nowhere'],
} as const satisfies Record<LeftLink['leads'], readonly [string, string]>

/** Links that are named; of a folder full of them, the first ones tell enough. */
const mostNamed = 3

/** Which symbolic links a search did not follow. */
export function leftLinkSentences(links: readonly LeftLink[], cwd: string): readonly string[] {
  return (['out', 'nowhere'] as const).flatMap(leads => {
    const paths = [...new Set(links.filter(link => link.leads === leads).map(({path}) => shownPath(path, cwd)))]
    if (paths.length === 0) return []
    const named = paths.sort(compareText).slice(0, mostNamed)
    const rest = paths.length - named.length
    const names = `${named.map(path => `"${path}"`).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
    const [one, several] = reasons[leads]
    return paths.length === 1
      ? [`Symbolic link ${names} ${one} and is not followed.`]
      : [`Symbolic links ${names} ${several} and are not followed.`]
  })
}
