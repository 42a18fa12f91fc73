import {existsSync, readdirSync, readFileSync} from 'node:fs'

/**
 * The options of every template that a project can be made of: `{service: {kind: ['graphql', 'grpc', …]}}`. The help of
 * `mesh new` names them, without loading a template.
 */
export function choicesOf(root) {
  const manifestOf = name => {
    const file = `${root}templates/${name}/template.json`
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  }
  const optionsIn = folder =>
    readdirSync(`${root}templates/${folder}`)
      .filter(name => isOption(manifestOf(`${folder}/${name}`)))
      .sort()
  return Object.fromEntries(
    readdirSync(`${root}templates`).flatMap(name => {
      const choices = Object.entries(manifestOf(name)?.choices ?? {})
      return choices.length === 0
        ? []
        : [[name, Object.fromEntries(choices.map(([key, {from}]) => [key, optionsIn(from)]))]]
    }),
  )
}

function isOption(manifest) {
  return manifest !== undefined && manifest.abstract !== true
}
