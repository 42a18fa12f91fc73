import type {ReportFinding} from '../../core/rule.js'
import type {Member} from '../../standard/member.js'
import {majorOf} from '../../standard/paths.js'
import {segmentsOf} from './collections.js'
import {checkMembers} from './members.js'
import type {OpenApi, Operation, PathItem, Place} from './model.js'

type Report = ReportFinding<Place>

/** Tells that an endpoint is not there, or is elsewhere. */
export function tellMissing({pathItems, root}: OpenApi, path: string, report: Report) {
  const other = pathItems.find(item => segmentsOf(item.path).at(-1) === path.slice(1) && majorOf(item.path))
  if (other) report(other.use, `Path "${other.path}" has to be "${path}", without a version.`)
  else report(root.get('paths') ?? root, `The document does not describe "GET ${path}".`)
}

/** Reports a version in the address of an endpoint, and that it is not public. */
export function checkPlace({path, use}: PathItem, {title, node, servers}: Operation, report: Report) {
  const versioned = servers.map(({basePath}) => basePath + path).find(whole => majorOf(whole) !== undefined)
  if (versioned !== undefined)
    report(use, `Path "${path}" becomes "${versioned}"; give it "servers" of its own, without a version.`)
  if (node.get('x-public')?.value !== true) report(node, `"${title}" is not marked with "x-public: true".`)
}

/** Reports statuses that an endpoint lacks, and what its answers do not say. */
export function checkAnswers(
  document: OpenApi,
  {title, node, responses, responsesNode}: Operation,
  wanted: {readonly statuses: readonly string[]; readonly members: readonly Member[]},
  report: Report,
) {
  const declared = new Set(responses.map(({status}) => status))
  const missing = wanted.statuses.filter(status => !declared.has(status))
  if (missing.length > 0) report(responsesNode ?? node, `"${title}" declares no ${missing.join(' and no ')}.`)
  for (const response of responses) {
    if (!wanted.statuses.includes(response.status)) continue
    const bodies = response.content.filter(({isJson}) => isJson)
    if (bodies.length === 0) report(response.node, `${response.title} has no JSON body that says how the service is.`)
    for (const {schema} of bodies)
      if (schema) checkMembers({document, response, report}, schema, [schema], wanted.members)
  }
}
