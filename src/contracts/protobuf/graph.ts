/** What points at what: files that import files, packages that use packages. */
export type Graph<Node> = ReadonlyMap<Node, ReadonlySet<Node>>

/**
 * Gives each node the number of its component: two nodes have the same one when each can be reached from the other.
 * After Tarjan, without recursion, so that a chain of ten thousand files is no danger.
 */
export function components<Node>(graph: Graph<Node>): ReadonlyMap<Node, number> {
  const found = new Map<Node, number>()
  const index = new Map<Node, number>()
  const low = new Map<Node, number>()
  const path: Node[] = []
  let count = 0
  for (const root of graph.keys()) {
    if (index.has(root)) continue
    const calls = [begin(root)]
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const next = call.targets.next()
      if (!next.done) {
        if (!index.has(next.value)) calls.push(begin(next.value))
        else if (!found.has(next.value)) lower(call.node, index.get(next.value))
        continue
      }
      calls.pop()
      const caller = calls.at(-1)
      if (caller !== undefined) lower(caller.node, low.get(call.node))
      if (low.get(call.node) === index.get(call.node)) close(call.node)
    }
  }
  return found

  function begin(node: Node) {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    path.push(node)
    return {node, targets: (graph.get(node) ?? new Set<Node>()).values()}
  }

  function lower(node: Node, to: number | undefined): void {
    if (to !== undefined && to < (low.get(node) ?? 0)) low.set(node, to)
  }

  function close(node: Node): void {
    for (const member of path.splice(path.lastIndexOf(node))) found.set(member, count)
    count++
  }
}

/** The shortest way from one node to another, both included; undefined when there is none. */
export function shortestWay<Node>(graph: Graph<Node>, from: Node, to: Node): readonly Node[] | undefined {
  const before = new Map<Node, Node | undefined>([[from, undefined]])
  for (const node of before.keys()) {
    if (node === to) break
    for (const next of graph.get(node) ?? []) if (!before.has(next)) before.set(next, node)
  }
  if (!before.has(to)) return undefined
  const way: Node[] = []
  for (let node: Node | undefined = to; node !== undefined; node = before.get(node)) way.unshift(node)
  return way
}
