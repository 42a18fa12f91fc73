import pluralize from 'pluralize'

/**
 * Finds the example resource in texts. A text becomes a list in which texts and names of forms take turns:
 * `['class ', 'onePascal', 'Repository']`; src/scaffold/resource.ts has the same names.
 */
export function exampleResource(words) {
  const parts = words.split(' ')
  if (parts.length !== 2 || !parts.every(part => /^[a-z]+$/.test(part)))
    throw new Error(`"resource" must be two lower-case words, such as "work item", not "${words}".`)
  const forms = new Map()
  for (const [number, spelled] of [
    ['many', [parts[0], pluralize.plural(parts[1])]],
    ['one', parts],
  ])
    for (const [form, text] of Object.entries(spellings(spelled))) forms.set(text, number + form)
  // The plural is tried first, or its last letter would be left over.
  const alternatives = [...forms.keys()].sort((a, b) => b.length - a.length).join('|')
  // A capital may follow a lower-case letter (getWorkItem); the other forms must not be the end of a longer word.
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:([Aa])n? )?(${alternatives})|(?<=[a-z0-9])(${capitals(forms)})`, 'g')
  const wrapped = new RegExp(`\\b${parts[0]}[ \\t]*\\r?\\n[\\s*#/]*${parts[1]}`, 'i')
  return {
    split(text) {
      const list = []
      let end = 0
      for (const match of text.matchAll(pattern)) {
        const form = forms.get(match[2] ?? match[3])
        list.push(
          text.slice(end, match.index),
          match[1] === undefined ? form : `${match[1] === 'a' ? 'a' : 'A'}_${form}`,
        )
        end = match.index + match[0].length
      }
      list.push(text.slice(end))
      return list
    },
    /** Why a text cannot be taken, if so. */
    complaint: text =>
      wrapped.test(text) ? `Keep "${words}" on one line; broken over two it is not found.` : undefined,
  }
}

function spellings([first, second]) {
  return {
    Camel: first + capital(second),
    Pascal: capital(first) + capital(second),
    Kebab: `${first}-${second}`,
    Snake: `${first}_${second}`,
    Constant: `${first}_${second}`.toUpperCase(),
    Words: `${first} ${second}`,
    Sentence: `${capital(first)} ${second}`,
    Title: `${capital(first)} ${capital(second)}`,
  }
}

const capital = word => word[0].toUpperCase() + word.slice(1)

const capitals = forms =>
  [...forms]
    .filter(([, form]) => form.endsWith('Pascal'))
    .map(([text]) => text)
    .sort((a, b) => b.length - a.length)
    .join('|')

/**
 * What a resource must not be called: for each file that speaks about it, its identifiers (`taken`) and those that
 * contain the resource (`named`, each split as above). Comments and the insides of strings do not count.
 */
export function collectIdentifiers(files, example) {
  return files.flatMap(({source, text}) => {
    if (example.split(text).length === 1) return []
    const words = /\.(ya?ml|json)(\.hbs)?$/.test(source) ? keysOf(text) : identifiersOf(source, text)
    const splits = [...new Set(words)].sort().map(word => example.split(word))
    const named = splits.filter(parts => parts.length > 1)
    const taken = splits.filter(parts => parts.length === 1).map(([word]) => word)
    return named.length > 0 && taken.length > 0 ? [{taken, named}] : []
  })
}

function keysOf(text) {
  return [...text.matchAll(/^[ \t-]*["']?([A-Za-z_]\w*)["']?:/gm)].map(match => match[1])
}

/** Comments and texts. */
const noCode = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

function identifiersOf(source, text) {
  // Fields belong to their type; types belong to all.
  if (/\.graphql(\.hbs)?$/.test(source)) {
    return [...text.matchAll(/^(?:type|input|enum|scalar|interface|union) (\w+)/gm)].map(match => match[1])
  }
  if (!/\.[cm]?[jt]s(\.hbs)?$/.test(source)) return []
  const code = text.replace(noCode, told =>
    // Of a template only what is computed in it is code.
    told.startsWith('`') ? [...told.matchAll(/\$\{([^}]*)\}/g)].map(match => match[1]).join(' ') : ' ',
  )
  // A member (`.order`) and a key (`order:`) clash with nothing.
  return [...code.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*(?![\w$])(?!\??:)/g)].map(match => match[0])
}
