import {type Aggregate, parametersOf} from '../aggregates/aggregate.js'
import {nearest} from './nearest.js'
import type {Route} from './route.js'

/** What aggregates say that does not go with each other or with the routes. */
export function aggregateProblems(aggregates: readonly Aggregate[], routes: readonly Route[]): string[] {
  const shapes = aggregates.map(({path}) => path.replaceAll(/\{\w+\}/g, '{}'))
  const twice = aggregates.filter((_aggregate, index) => shapes.indexOf(shapes[index] ?? '') < index)
  return [
    ...twice.map(({path}) => `Two aggregates have the path "${path}".`),
    ...aggregates.filter(({parts}) => parts.length < 2).map(({name}) => `The aggregate "${name}" has no two parts.`),
    ...aggregates
      .filter(({path}) => routes.some(({prefix}) => prefix === path))
      .map(({name, path}) => `The aggregate "${name}" has the path "${path}", which is the prefix of a route.`),
    ...aggregates.flatMap(aggregate => partProblems(aggregate, routes)),
  ]
}

function partProblems({name, path, parts}: Aggregate, routes: readonly Route[]): string[] {
  const known = parametersOf(path)
  return parts.flatMap(part => {
    const place = `The part "${part.name}" of the aggregate "${name}"`
    const unknown = parametersOf(part.path).filter(parameter => !known.includes(parameter))
    const route = routes.find(each => each.name === part.route)
    const problems = unknown.map(parameter => `${place} asks for {${parameter}}, which "${path}" does not have.`)
    if (!route) {
      const meant = nearest(
        part.route,
        routes.map(each => each.name),
      )
      return [...problems, `${place} names the route "${part.route}".${meant ? ` Did you mean "${meant}"?` : ''}`]
    }
    if (!route.methods.includes('GET')) problems.push(`${place} asks the route "${route.name}", which has no GET.`)
    if (!/^([/?]|$)/.test(part.path.startsWith(route.prefix) ? part.path.slice(route.prefix.length) : '-')) {
      problems.push(`${place} has a path that does not begin with "${route.prefix}".`)
    }
    return problems
  })
}
