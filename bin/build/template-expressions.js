import Handlebars from 'handlebars'

/** Names that every template may use beside its answers. */
const always = ['name', 'title', 'meshVersion']

/** The helpers of src/scaffold/render.ts. */
const helpers = ['json', 'yaml', 'sh', 'camel', 'pascal', 'constant']

/**
 * Compiles one *.hbs text to the source of Handlebars' precompiled form. The example resource is replaced by expressions
 * in its syntax tree, so that no answer can be taken for it.
 */
export function compileExpressions(text, answers, example) {
  const tree = Handlebars.parse(text)
  checkBody(tree.body, [{names: new Set([...always, ...Object.keys(answers)]), answers}])
  if (example) expandExample(tree, example)
  return Handlebars.precompile(tree, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(helpers.map(name => [name, true])),
  })
}

// `strict` lets an unknown name in {{#if missing}} pass, so every expression is compared with what is declared.
function checkBody(body, scopes) {
  for (const node of body) {
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') continue
    if (node.type === 'MustacheStatement') checkMustache(node, scopes)
    else if (node.type === 'BlockStatement') checkBlock(node, scopes)
    else throw at(node, `A ${node.type} is not supported`)
  }
}

function checkMustache({path, params, hash}, scopes) {
  if (params.length === 0) return checkName(path, scopes)
  if (!helpers.includes(path.original))
    throw at(path, `"${path.original}" is not a helper; there are ${helpers.join(', ')}`)
  if (params.length > 1 || hash) throw at(path, `"${path.original}" takes one value`)
  checkName(params[0], scopes)
}

function checkBlock({path, params, hash, program, inverse, ...node}, scopes) {
  if (!['if', 'unless', 'each'].includes(path.original) || params.length !== 1 || hash || program?.blockParams)
    throw at(node, `"{{#${path.original}}}" is not supported; there are {{#if x}}, {{#unless x}} and {{#each x}}`)
  checkName(params[0], scopes)
  const inside = path.original === 'each' ? [...scopes, itemScope(params[0], scopes)] : scopes
  if (program) checkBody(program.body, inside)
  if (inverse) checkBody(inverse.body, scopes)
}

function itemScope(path, scopes) {
  const answer = scopes.at(-1 - path.depth)?.answers?.[path.parts[0]]
  if (answer?.type !== 'list') throw at(path, `"${path.original}" is not a list`)
  return {names: new Set(Object.keys(answer.of)), answers: {}}
}

function checkName(path, scopes) {
  if (path.type !== 'PathExpression') {
    if (/Literal$/.test(path.type)) return
    throw at(path, 'Nested expressions are not supported')
  }
  const {data, depth, parts, original} = path
  const scope = scopes.at(-1 - depth)
  const known = data
    ? scopes.length > 1 && ['index', 'first', 'last'].includes(parts[0])
    : scopes.length > depth && scope?.names.has(parts[0])
  if (!known || parts.length !== 1) throw at(path, `"${original}" is not declared under "answers"`)
}

function at({loc}, message) {
  return new Error(`${message} (line ${loc?.start.line ?? '?'}).`)
}

/** Content that holds the example becomes content and expressions in turn. */
function expandExample(program, example) {
  program.body = program.body.flatMap(node => {
    if (node.type === 'BlockStatement') {
      if (node.program) expandExample(node.program, example)
      if (node.inverse) expandExample(node.inverse, example)
    }
    if (node.type !== 'ContentStatement') return [node]
    return example
      .split(node.value)
      .map((value, index) => (index % 2 === 0 ? {...node, value, original: value} : formExpression(value, node.loc)))
  })
}

function formExpression(form, loc) {
  const path = {
    type: 'PathExpression',
    data: true,
    depth: 0,
    parts: ['root', 'resource', form],
    original: `@root.resource.${form}`,
    loc,
  }
  return {type: 'MustacheStatement', path, params: [], escaped: false, strip: {open: false, close: false}, loc}
}
