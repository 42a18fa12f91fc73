import type {DirectiveNode, FieldNode, SelectionNode, SelectionSetNode} from 'graphql/language/ast.js'

/**
 * Directives that client libraries take out of an operation before they send it: those of Apollo Client and Relay. No
 * schema defines them.
 */
const ofClients: ReadonlySet<string> = new Set(
  `client connection export nonreactive rest unmask
  alias appendEdge appendNode argumentDefinitions arguments assignable catch deleteEdge deleteRecord inline live match
  module no_inline preloadable prependEdge prependNode raw_response_type refetchable relay required stream_connection
  throwOnFieldError updatable waterfall`.split(/\s+/),
)

type Applied = {
  readonly directives?: readonly DirectiveNode[] | undefined
  readonly selectionSet?: SelectionSetNode | undefined
}

/** An operation or a fragment as a server gets it: without fields of the client and directives for it. */
export function asSent<Node extends Applied>(node: Node, isDefined: (directive: string) => boolean): Node {
  const {directives, selectionSet} = node
  const sent = directives?.filter(({name: {value}}) => !ofClients.has(value) || isDefined(value))
  const selections = selectionSet?.selections.flatMap(each => (isLocal(each) ? [] : asSent(each, isDefined)))
  const isSame =
    sent?.length === directives?.length &&
    selections?.length === selectionSet?.selections.length &&
    selections?.every((each, index) => each === selectionSet?.selections[index]) !== false
  if (isSame) return node
  return {
    ...node,
    ...(sent && {directives: sent}),
    ...(selectionSet && {selectionSet: {...selectionSet, selections: selections?.length ? selections : [typeName]}}),
  }
}

/** Whether a fragment has variables of its own, as Relay allows. */
export function hasOwnVariables({directives}: Applied): boolean {
  return directives?.some(({name: {value}}) => value === 'argumentDefinitions') ?? false
}

/** Whether a field is answered by the client itself. */
function isLocal(node: SelectionNode): boolean {
  return node.kind === 'Field' && (node.directives?.some(({name}) => name.value === 'client') ?? false)
}

/** Nothing may be left of a selection; a server is then asked for this. */
// Sound: the kinds of nodes are strings with these names.
const typeName = {kind: 'Field', name: {kind: 'Name', value: '__typename'}} as FieldNode
