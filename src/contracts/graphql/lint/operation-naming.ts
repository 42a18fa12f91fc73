import {pascalCase, toPascalCase} from '../../../standard/casing.js'
import {camelCase, toCamelCase} from '../../../standard/names.js'
import {type Client, lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce names of operations, fragments and variables',
  why: 'Generators make types and functions of these names, and people look for them in logs; with one style nobody has to guess how they are written.',
  fix: 'Rename: PascalCase for operations and fragments, camelCase for variables; leave out what the keyword says. Where Relay is used, its own forms are right.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
query GetOrder($orderId: ID!) { order(id: $orderId) { ...OrderTotal } }
mutation CancelSubscription { cancel } # That is what is cancelled.
subscription OnOrder { order }
fragment OrderTotal on Order { total }
`,
      `
query OrderPageQuery { order { ...OrderCard_order } } # As Relay demands.
fragment OrderCard_order on Order { total }
`,
      '{ a } # That it has no name is a fault of another sort.',
    ],
    invalid: [
      `
query get_order($order_id: ID!) { # want: Operation "get_order" is not in PascalCase; write "GetOrder". | Variable "$order_id" is not in camelCase; write "$orderId".
  order(id: $order_id) { ...orderTotal }
}
fragment orderTotal on Order { total } # want: Fragment "orderTotal" is not in PascalCase; write "OrderTotal".
`,
      `
query OrderQuery { order { ...TotalFragment } } # want: The name "OrderQuery" ends in "Query", which the keyword says; write "Order".
mutation MutationPay { pay } # want: The name "MutationPay" begins with "Mutation", which the keyword says; write "Pay".
fragment TotalFragment on Order { total } # want: The name "TotalFragment" ends in "Fragment", which the keyword says; write "Total".
`,
    ],
  },

  check({document}, report) {
    const {client} = document
    if (client === undefined) return
    const isRelay = client.once(usesRelay)
    for (const node of [...document.operations, ...document.fragments]) {
      // That it has none is told by `operation-within-limits`.
      if (node.name === undefined) continue
      const {value: name} = node.name
      const isFragment = node.kind === 'FragmentDefinition'
      const keyword = isFragment ? 'Fragment' : toPascalCase(node.operation)
      const bare = isFragment ? name.replace(/_\w+$/, '') : name
      if (!pascalCase.test(bare)) {
        const what = isFragment ? 'Fragment' : 'Operation'
        report(node, `${what} "${name}" is not in PascalCase; write "${toPascalCase(name)}".`)
      } else if (!isRelay && name !== keyword) {
        const rest = name.slice(keyword.length)
        if (name.endsWith(keyword))
          report(
            node,
            `The name "${name}" ends in "${keyword}", which the keyword says; write "${name.slice(0, -keyword.length)}".`,
          )
        else if (name.startsWith(keyword) && pascalCase.test(rest))
          report(node, `The name "${name}" begins with "${keyword}", which the keyword says; write "${rest}".`)
      }
    }
    for (const {variableDefinitions} of document.operations)
      for (const {variable} of variableDefinitions ?? []) {
        const {value: name} = variable.name
        if (!camelCase.test(name))
          report(variable, `Variable "$${name}" is not in camelCase; write "$${toCamelCase(name)}".`)
      }
  },
})

/** Relay demands `<Module>Query` and `<Module>_<prop>`. */
function usesRelay({files}: Client): boolean {
  return files.some(({fragments}) => fragments.some(({name}) => /^[A-Z][A-Za-z0-9]*_[a-z]\w*$/.test(name.value)))
}
