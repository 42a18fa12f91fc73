import {type Audience, everybody} from './audience.js'
import type {KeptAnswer, Question} from './kept-answer.js'

/** Answers by address, audience and what they vary by, within a bound of memory: who was not asked for longest goes first. */
export interface AnswerStore {
  /** An answer to this question, whether fresh or not; what is for the caller alone goes before what is for all. */
  find(question: Question, audience: Audience): KeptAnswer | undefined
  /** Keeps an answer in place of the one to the same question. */
  keep(question: Question, answer: KeptAnswer): void
  /** Forgets all answers with this path, whatever their query and audience. */
  forget(path: string): void
}

interface Place {
  readonly path: string
  readonly key: string
}

/** Answers to one question that differ by what `Vary` names: more would make looking through them slow. */
const mostVariants = 20

/** `most` is in bytes. */
export function createAnswerStore(most: number): AnswerStore {
  const paths = new Map<string, Map<string, readonly KeptAnswer[]>>()
  /** In the order of their last use. */
  const places = new Map<KeptAnswer, Place>()
  let size = 0

  const remove = (answer: KeptAnswer): void => {
    const place = places.get(answer)
    if (!place) return
    places.delete(answer)
    size -= answer.size
    const ofPath = paths.get(place.path)
    const rest = ofPath?.get(place.key)?.filter(each => each !== answer) ?? []
    if (rest.length > 0) ofPath?.set(place.key, rest)
    else ofPath?.delete(place.key)
    if (ofPath?.size === 0) paths.delete(place.path)
  }

  const lookUp = (question: Question, audience: Audience): KeptAnswer | undefined =>
    paths
      .get(pathOf(question.url))
      ?.get(keyOf(question.url, audience))
      ?.find(({variant}) => variant.every(([name, value]) => question.headers[name] === value))

  return {
    find(question, audience) {
      const found = lookUp(question, audience) ?? lookUp(question, everybody)
      const place = found && places.get(found)
      if (place) {
        places.delete(found)
        places.set(found, place)
      }
      return found
    },
    keep(question, answer) {
      const before = lookUp(question, answer.audience)
      if (before) remove(before)
      if (answer.size > most) return
      const path = pathOf(question.url)
      const key = keyOf(question.url, answer.audience)
      const [oldestVariant, ...others] = paths.get(path)?.get(key) ?? []
      if (oldestVariant && others.length + 1 >= mostVariants) remove(oldestVariant)
      const ofPath = paths.get(path) ?? new Map<string, readonly KeptAnswer[]>()
      paths.set(path, ofPath.set(key, [...(ofPath.get(key) ?? []), answer]))
      places.set(answer, {path, key})
      size += answer.size
      for (const oldest of places.keys()) {
        if (size <= most) return
        remove(oldest)
      }
    },
    forget(path) {
      for (const answer of [...(paths.get(path)?.values() ?? [])].flat()) remove(answer)
    },
  }
}

/** Without the query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

function keyOf(url: string, audience: Audience): string {
  return `${audience} ${url}`
}
