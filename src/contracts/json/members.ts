import type {ReportFinding} from '../../core/rule.js'
import type {Member, Pattern} from '../../standard/member.js'
import {branches, typesOf, valueBranches, valuesOf} from './branches.js'
import type {JsonNode, Place} from './node.js'
import {patternMatches} from './pattern/pattern-matches.js'
import type {Property, Schemas, SchemaView} from './schema.js'
import {shown} from './shown.js'
import {subjectOf} from './subject.js'

/** What a judged body belongs to, such as a response or the message of an event; messages call it by its title. */
export interface Holder {
  readonly title: string
  /** Where it is defined. */
  readonly node: JsonNode
  /** Where it is used. */
  readonly use: JsonNode
}

/** What the body that is judged belongs to, and where to tell of it. */
export interface Judged {
  readonly document: Schemas
  readonly response: Holder
  readonly report: ReportFinding<Place>
}

/** Reports what an object of a body lacks or has otherwise than the standard wants. `at` is where the object is used. */
export function checkMembers(
  judged: Judged,
  at: JsonNode,
  schemas: readonly JsonNode[],
  members: readonly Member[],
  only?: string,
) {
  for (const view of branches(judged.document, schemas)) {
    if (view.types.length > 0 && !view.types.includes('object')) {
      tell(judged, at, `is ${article(view.types[0] ?? '')}; it has to be an object`)
      continue
    }
    const home = homeOf(view) ?? at
    for (const member of members) {
      const property = view.properties.get(member.name)
      if (property) checkMember(judged, property, member, view.complete)
      else if (member.required && view.complete)
        tell(
          judged,
          home,
          view.required.has(member.name) ? 'is required, but not described' : 'is missing',
          member.name,
        )
    }
    if (only !== undefined) checkNothingElse(judged, view, new Set(members.map(member => member.name)), only)
  }
}

/** Reports properties beyond the known ones; `only` ends the sentence: `only "data" and "meta" do`. */
export function checkNothingElse(
  judged: Judged,
  view: SchemaView,
  known: Pick<ReadonlySet<string>, 'has'>,
  only: string,
) {
  for (const [name, property] of view.properties)
    if (!known.has(name)) tell(judged, property.node, `does not belong here; ${only}`)
  for (const keyword of ['additionalProperties', 'patternProperties', 'unevaluatedProperties'])
    for (const node of view.keyword(keyword))
      if (node.value === true || node.isObject)
        tell(judged, node, `lets any other property in with "${keyword}"; ${only}`)
}

/** Says something about a place in a body, in the same words for all operations that share it. */
export function tell({response, report}: Judged, node: JsonNode, what: string, name = '') {
  const {title, path, shared} = subjectOf(node, response)
  const member = [path, name].filter(part => part !== '').join('.')
  const related = shared ? [{at: response.use, message: `Used by ${response.title}.`}] : []
  report(node, member === '' ? `${title} ${what}.` : `${title}: "${member}" ${what}.`, related)
}

/** The part of a schema that lists properties: where one that is missing would be added. */
export function homeOf(view: SchemaView): JsonNode | undefined {
  return view.parts.find(part => part.get('properties')) ?? view.parts[0]
}

/** `complete` is false when what requires the property may be hidden. */
function checkMember(judged: Judged, property: Property, member: Member, complete: boolean) {
  const say = (what: string) => tell(judged, property.node, what)
  if (member.required && !property.required && complete) say('is not required')
  checkValue(judged.document, property.schemas, member, say)
}

/** Says what a value has otherwise than the standard wants, wherever it stands: `has no "enum"; its values are …`. */
export function checkValue(
  document: Schemas,
  schemas: readonly JsonNode[],
  member: Member,
  say: (what: string) => void,
) {
  const {views, nullable} = valueBranches(document, schemas)
  if (member.required && nullable) say('may be null')
  for (const view of views) {
    const types = typesOf(view)
    const {type: wanted} = member
    const wrong = [...types].find(type => type !== wanted && !(wanted === 'number' && type === 'integer'))
    if (wanted === undefined) checkKeywords(view, member, say)
    else if (types.size === 0 && view.complete) say(`has no type; it has to be ${article(wanted)}`)
    else if (wrong !== undefined) say(`is ${article(wrong)}; it has to be ${article(wanted)}`)
    // What a lost reference would say is not missing.
    else if (view.complete) checkKeywords(view, member, say)
  }
}

function checkKeywords(view: SchemaView, {format, values, pattern, minimum}: Member, say: (what: string) => void) {
  const formats = view.keyword('format').map(node => node.value)
  if (format !== undefined && !formats.includes(format)) say(`has to have the format "${format}"`)
  const given = valuesOf(view)
  if (values !== undefined) {
    const stranger = given?.find(value => value !== null && !values.includes(shown(value)))
    if (given === undefined) say(`has no "enum"; its values are ${values.join(', ')}`)
    else if (stranger !== undefined) say(`allows ${JSON.stringify(stranger)}; its values are ${values.join(', ')}`)
  }
  if (pattern !== undefined) {
    const problem = patternProblem(view, pattern)
    if (problem !== undefined) say(problem)
  }
  const isWhole = typesOf(view).has('integer') && typesOf(view).size === 1
  const isBounded = (keyword: string, least: number) =>
    view.keyword(keyword).some(node => node.number !== undefined && node.number >= least)
  // A whole number above 0 is at least 1.
  const above = (least: number) => (isWhole ? least - 1 : least)
  if (minimum !== undefined && !isBounded('minimum', minimum) && !isBounded('exclusiveMinimum', above(minimum)))
    say(`has to have "minimum: ${minimum}"`)
}

function patternProblem(view: SchemaView, {source, accepts, rejects}: Pattern): string | undefined {
  const given = valuesOf(view)
  if (given) {
    const stranger = given.find(value => !new RegExp(source).test(shown(value)))
    return stranger === undefined ? undefined : `allows ${JSON.stringify(stranger)}, which does not match "${source}"`
  }
  const patterns = view.keyword('pattern').flatMap(node => node.text ?? [])
  if (patterns.length === 0) return `has to have the pattern "${source}"`
  // An invalid pattern promises nothing; that it is invalid is told by the check of the structure.
  const promises = patterns.filter(text => patternMatches(text, '') !== undefined)
  const through = rejects.find(
    text => promises.length > 0 && promises.every(promise => patternMatches(promise, text) === true),
  )
  if (through !== undefined) return `has a pattern that lets "${through}" through; use "${source}"`
  return accepts.some(text => promises.length > 0 && promises.every(promise => patternMatches(promise, text) !== false))
    ? undefined
    : `has a pattern that lets no "${accepts[0]}" through; use "${source}"`
}

/** `a string`, `an array`. */
export function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`
}
