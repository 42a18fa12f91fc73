import {compareText} from '../core/finding.js'
import {shownPath} from '../io/files.js'
import type {LeftPlace} from './search.js'

const sentences = {
  out: [
    names => `Symbolic link ${names} leads out of the repository and is not followed.`,
    names => `Symbolic links ${names} lead out of the repository and are not followed.`,
  ],
  nowhere: [
    names => `Symbolic link ${names} leads nowhere and is not followed.`,
    names => `Symbolic links ${names} lead nowhere and are not followed.`,
  ],
  closed: [
    names => `Folder ${names} may not be read; what is in it is not judged.`,
    names => `Folders ${names} may not be read; what is in them is not judged.`,
  ],
} as const satisfies Record<LeftPlace['why'], readonly [Sentence, Sentence]>

type Sentence = (names: string) => string

/** Places that are named; of a folder full of them, the first ones tell enough. */
const mostNamed = 3

/** Which symbolic links a search did not follow, and which folders it could not look into. */
export function leftPlaceSentences(places: readonly LeftPlace[], cwd: string): readonly string[] {
  return (['out', 'nowhere', 'closed'] as const).flatMap(why => {
    const paths = [...new Set(places.filter(place => place.why === why).map(({path}) => shownPath(path, cwd)))]
    if (paths.length === 0) return []
    const named = paths.sort(compareText).slice(0, mostNamed)
    const rest = paths.length - named.length
    const names = `${named.map(path => `"${path}"`).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
    const [one, several] = sentences[why]
    return paths.length === 1 ? one(names) : several(names)
  })
}
