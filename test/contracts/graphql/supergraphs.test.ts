import {expect, test} from 'vitest'
import {readGraphql} from '../../../src/contracts/graphql/reader.js'
import {supergraphsOf} from '../../../src/contracts/graphql/supergraphs.js'

/** The paths of the subgraphs of each graph; a subgraph is given by the names of its entities. */
async function graphs(entities: Readonly<Record<string, string>>): Promise<string[]> {
  const [first] = await readGraphql(
    Object.entries(entities).map(([path, names]) => ({
      path,
      text: `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [{name: "@key", as: "@identity"}])
${names
  .split(' ')
  .map(name => `type ${name} @identity(fields: "id") { id: ID! }`)
  .join('\n')}`,
    })),
  )
  return supergraphsOf(first?.document.schema?.all ?? []).map(graph =>
    graph.map(({files}) => files[0]?.source.path).join(' '),
  )
}

test('subgraphs side by side are one graph, however deep their files are and whatever they know', async () => {
  expect(
    await graphs({
      'services/orders/schema.graphql': 'Order',
      'services/reviews/src/schema.graphql': 'Review',
      'services/users/schema.graphql': 'User',
    }),
  ).toEqual(['services/orders/schema.graphql services/reviews/src/schema.graphql services/users/schema.graphql'])
})

test('graphs that know the same entities stay apart when each has them', async () => {
  expect(
    await graphs({
      'bank/accounts/a.graphql': 'Account User',
      'bank/users/a.graphql': 'User',
      'shop/orders/a.graphql': 'Order User',
      'shop/users/a.graphql': 'User',
    }),
  ).toEqual(['bank/accounts/a.graphql bank/users/a.graphql', 'shop/orders/a.graphql shop/users/a.graphql'])
})

test('a team that refers to an entity of another team is in its graph', async () => {
  expect(
    await graphs({
      'people/groups/a.graphql': 'Group',
      'people/users/a.graphql': 'User',
      'sales/carts/a.graphql': 'Cart',
      'sales/orders/a.graphql': 'Order User',
    }),
  ).toEqual(['people/groups/a.graphql people/users/a.graphql sales/carts/a.graphql sales/orders/a.graphql'])
})

test('samples below a service are not in its graph', async () => {
  expect(
    await graphs({
      'orders/a.graphql': 'Order User',
      'orders/test/samples/one.graphql': 'User',
      'orders/test/samples/two.graphql': 'User',
      'users/a.graphql': 'User',
    }),
  ).toEqual(['orders/a.graphql users/a.graphql', 'orders/test/samples/one.graphql orders/test/samples/two.graphql'])
})
