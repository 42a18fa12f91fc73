import type {Declaration} from './nodes.js'

/**
 * The way to a declaration from the top of its file, by kinds and names: `message Order/field id`. It stays when lines
 * move; what has no name of its own is called by what it says.
 */
export function elementOf(node: Declaration): string {
  const way: string[] = []
  for (let at: Declaration | undefined = node; at !== undefined && at.kind !== 'file'; at = at.parent)
    way.unshift(stepOf(at))
  return way.join('/')
}

function stepOf(node: Exclude<Declaration, {readonly kind: 'file'}>): string {
  switch (node.kind) {
    case 'syntax':
    case 'package':
      return node.kind
    case 'import':
      return `import ${node.path}`
    case 'extend':
      return `extend ${node.type}`
    case 'ranges':
      return node.keyword
    case 'rpc type':
      return node === node.parent.request ? 'request' : 'response'
    default:
      return `${node.kind} ${node.name}`
  }
}
