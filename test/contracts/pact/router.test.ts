import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'
import {Router} from '../../../src/contracts/pact/router.js'

/** Finds requests among paths, each of which has a GET, or the methods behind it. */
function routerOf(paths: readonly string[], servers = ''): (method: string, path: string) => string | undefined {
  const items = paths.map(each => {
    const [path = '', ...methods] = each.split(' ')
    return `  '${path}': {${(methods.length > 0 ? methods : ['get']).map(method => `${method}: {}`).join(', ')}}`
  })
  const text = `openapi: 3.1.0\n${servers}paths:\n${items.join('\n')}\n`
  const [document] = readJson({path: 'a.yaml', text}).documents
  if (document === undefined) throw new Error('The contract cannot be read.')
  const router = new Router(readOpenApi(document).document)
  return (method, path) => {
    const route = router.find(method, path)
    if (route === undefined) return undefined
    const values = [...route.values].map(([name, value]) => ` ${name}=${value}`).join('')
    return `${route.operation?.title ?? `none of ${route.item.path}`}${values}`
  }
}

test('the most exact path is meant, whatever stands first', () => {
  const find = routerOf([
    '/orders/{id}',
    '/orders/latest',
    '/orders/{id}.json',
    '/{kind}/latest',
    '/{kind}/{id}/{rest}',
  ])
  expect(find('GET', '/orders/latest')).toBe('GET /orders/latest')
  expect(find('GET', '/orders/7')).toBe('GET /orders/{id} id=7')
  expect(find('GET', '/orders/7.json')).toBe('GET /orders/{id}.json id=7')
  expect(find('GET', '/users/latest')).toBe('GET /{kind}/latest kind=users')
  expect(find('GET', '/orders/latest/x')).toBe('GET /{kind}/{id}/{rest} kind=orders id=latest rest=x')
  expect(find('GET', '/orders')).toBeUndefined()
})

test('a path that is less exact is meant when it alone has the method', () => {
  const find = routerOf(['/orders/latest get', '/orders/{id} get delete'])
  expect(find('DELETE', '/orders/latest')).toBe('DELETE /orders/{id} id=latest')
  expect(find('PATCH', '/orders/latest')).toBe('none of /orders/latest')
})

test('segments are decoded, and slashes at the end do not count', () => {
  const find = routerOf(['/files/{name}', '/a%20b'])
  expect(find('GET', '/files/a%2Fb%20c')).toBe('GET /files/{name} name=a/b c')
  expect(find('GET', '/files/100%')).toBe('GET /files/{name} name=100%')
  expect(find('GET', '/files/x/')).toBe('GET /files/{name} name=x')
})

test('the path of a server may stand before, and need not', () => {
  const find = routerOf(['/orders'], "servers: [{url: 'https://example.com/api/v1/'}, {url: /}]\n")
  expect(find('GET', '/api/v1/orders')).toBe('GET /orders')
  expect(find('GET', '/orders')).toBe('GET /orders')
  expect(find('GET', '/api/v12/orders')).toBeUndefined()
})

test('two parameters of one segment, and paths that differ in the names of parameters only', () => {
  const find = routerOf(['/compare/{base}...{head}', '/orders/{id} get', '/orders/{number} put'])
  expect(find('GET', '/compare/a...b')).toBe('GET /compare/{base}...{head} base=a head=b')
  expect(find('PUT', '/orders/7')).toBe('PUT /orders/{number} number=7')
})
