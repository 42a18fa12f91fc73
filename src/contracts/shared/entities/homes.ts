import {wordsOf} from '../../../standard/names.js'
import {singular} from './names.js'

/** Words of paths that tell how and where contracts are kept, not which service they are about. */
const places: ReadonlySet<string> = new Set(
  (
    'openapi swagger oas asyncapi proto protobuf grpc buf graphql gql graphqls subgraph supergraph federation rest ' +
    'http https web rpc event kafka message messaging async topic channel api contract schema spec specification ' +
    'interface idl definition type model entity common share shared public internal external private core main src ' +
    'source lib library package pkg module app application service microservice svc server backend component ' +
    'resource doc documentation generated gen dist build current latest stable index root yaml yml json the of and ' +
    'com org io net dev'
  ).split(' '),
)

/** The words of a path that tell which service a contract belongs to; none when it is about all of them. */
export interface Home {
  readonly all: ReadonlySet<string>
  /** The same as a text: one for each home. */
  readonly text: string
  /** Without those of the name of the file. */
  readonly folders: ReadonlySet<string>
}

/** Finds the homes of contracts; what all their folders begin with tells nothing. */
export function homesOf(paths: readonly string[]): (path: string) => Home {
  const split = (path: string) => path.split('/').filter(part => part !== '' && part !== '.' && part !== '..')
  const [first = [], ...others] = paths.map(path => split(path).slice(0, -1))
  let common = 0
  while (common < first.length && others.every(each => each[common] === first[common])) common++
  const known = new Map<string, Home>()
  return path => {
    let home = known.get(path)
    if (home === undefined) {
      const parts = split(path).slice(common)
      const folders = parts.slice(0, -1).flatMap(tellingWords)
      const file = tellingWords((parts.at(-1) ?? '').replace(/\.\w+$/, ''))
      const all = new Set([...folders, ...file].sort())
      home = {all, text: [...all].join(' '), folders: new Set(folders)}
      known.set(path, home)
    }
    return home
  }
}

function tellingWords(part: string): string[] {
  return wordsOf(part)
    .map(singular)
    .filter(word => !places.has(word) && !/^v\d+\w*$/.test(word))
}

/** How near two homes are. */
export const nearness = {far: 0, beside: 1, within: 2, same: 3} as const

export type Nearness = (typeof nearness)[keyof typeof nearness]

/**
 * Homes are near when one has all words of the other: `billing` and `acme billing`. Files that are not called alike but
 * lie in no folders of different services are beside each other.
 */
export function nearnessOf(one: Home, other: Home): Nearness {
  if (isWithin(one.all, other.all)) return one.all.size === other.all.size ? nearness.same : nearness.within
  return isWithin(one.folders, other.folders) ? nearness.beside : nearness.far
}

function isWithin(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  for (const word of small) if (!large.has(word)) return false
  return true
}

const version = /(?:^|[^a-zA-Z0-9])v(\d+(?:(?:alpha|beta)\d*)?)(?![a-zA-Z0-9])/gi

/** The version that a path or a package names; the last one counts. */
export function versionIn(text: string): string | undefined {
  return [...text.matchAll(version)].at(-1)?.[1]
}
