import {didYouMean} from '../../../core/suggest.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the parent of a tag to be a tag, and no tag to be its own ancestor',
  why: 'From OpenAPI 3.2 on tags are the tree by which the reference is arranged. Below a parent that is not there, or in a circle, their operations are found nowhere.',
  fix: 'Describe the parent under `tags` of the document, correct its name, or break the circle.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.2.0
tags:
  - {name: returns, parent: orders}
  - {name: orders, parent: shop}
  - {name: shop}
`,
      // Before 3.2 a tag has no parent; openapi/structure tells of the member.
      `
openapi: 3.1.0
tags: [{name: orders, parent: shop}]
`,
    ],
    invalid: [
      `
openapi: 3.2.0
tags:
  - name: orders
    parent: shops # want: The parent "shops" of tag "orders" is not described. Did you mean "shop"?
  - {name: shop}
`,
      `
openapi: 3.2.0
tags:
  - {name: self, parent: self} # want: The tag "self" is its own parent.
  - {name: a, parent: b} # want: The tag "a" is its own ancestor: "a", "b", "c", "a".
  - {name: b, parent: c}
  - {name: c, parent: a}
  # It leads into a circle, but is no part of it.
  - {name: leaf, parent: a}
`,
    ],
  },

  check({document: {root, version}}, report) {
    if (version !== '3.2') return
    const tags = root.get('tags')?.children() ?? []
    const names = tags.flatMap(tag => tag.get('name')?.text ?? [])
    const parents = new Map(tags.map(tag => [tag.get('name')?.text, tag.get('parent')?.text]))
    const told = new Set<string>()
    for (const tag of tags) {
      const name = tag.get('name')?.text
      const parent = tag.get('parent')
      if (name === undefined || parent?.text === undefined) continue
      if (!parents.has(parent.text)) {
        report(
          parent,
          `The parent "${parent.text}" of tag "${name}" is not described.${didYouMean(parent.text, names)}`,
        )
        continue
      }
      const circle = circleFrom(name, parents)
      // Told once, at the tag of it that is first.
      if (circle.length === 0 || circle.some(each => told.has(each))) continue
      for (const each of circle) told.add(each)
      const way = [...circle, name].map(each => `"${each}"`).join(', ')
      report(
        parent,
        circle.length === 1 ? `The tag "${name}" is its own parent.` : `The tag "${name}" is its own ancestor: ${way}.`,
      )
    }
  },
})

/** The tags of the circle that a tag is part of; none when it is part of none. */
function circleFrom(name: string, parents: ReadonlyMap<string | undefined, string | undefined>): readonly string[] {
  const seen = new Set([name])
  let at = parents.get(name)
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    at = parents.get(at)
  }
  return at === name ? [...seen] : []
}
