import type {Problem} from '../json/problem.js'
import type {OpenApi} from './model.js'

/** The specification allows no blanks or slashes in the names of components; swagger-parser holds 3.1 to it only. */
export function componentNameProblems({root, version}: OpenApi): Problem[] {
  if (version !== '3.0') return []
  return (root.get('components')?.children() ?? [])
    .filter(section => section.isObject && !section.name.startsWith('x-'))
    .flatMap(section => section.children())
    .filter(({name}) => !/^[a-zA-Z0-9._-]+$/.test(name))
    .map(node => ({at: {node, on: 'key' as const}, message: componentNameMessage(node.name)}))
}

export function componentNameMessage(name: string): string {
  return `Component name "${name}" may only have letters, digits, ".", "-" and "_".`
}
