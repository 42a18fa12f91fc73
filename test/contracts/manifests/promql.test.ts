import {expect, test} from 'vitest'
import {callsOf, divides, matchersOf} from '../../../src/contracts/manifests/promql.js'

test('finds calls with what is in them and how they group, on either side and however they are nested', () => {
  const expression = 'histogram_quantile(0.95, sum(rate(a_bucket{path=~"/a/(b|c)"}[5m])) by (le, job)) > 1'
  expect(callsOf(expression, 'histogram_quantile')).toEqual([
    {
      name: 'histogram_quantile',
      grouping: undefined,
      inside: '0.95, sum(rate(a_bucket{path=~"/a/(b|c)"}[5m])) by (le, job)',
    },
  ])
  expect(callsOf(expression, 'sum')[0]?.grouping).toEqual({by: true, labels: ['le', 'job']})
  expect(callsOf('sum without (pod) (rate(a[5m]))', 'sum')[0]).toEqual({
    name: 'sum',
    grouping: {by: false, labels: ['pod']},
    inside: 'rate(a[5m])',
  })
  expect(callsOf('sum(a) + sum(b)', 'sum').map(({inside}) => inside)).toEqual(['a', 'b'])
  expect(callsOf('checksum(a)', 'sum'), 'a name that ends like it is another one').toEqual([])
  expect(callsOf('sum(a', 'sum'), 'what is not closed goes to its end').toMatchObject([{inside: 'a'}])
})

test('reads matchers, whatever stands in their texts', () => {
  expect(matchersOf(String.raw`http_requests_total{status_code=~"5..", path!="/}", q='a\'b'}[5m]`)).toEqual([
    {metric: 'http_requests_total', label: 'status_code', value: '5..'},
    {metric: 'http_requests_total', label: 'q', value: String.raw`a\'b`},
  ])
})

test('a slash in a text or a comment divides nothing', () => {
  expect(divides('rate(a{path="/x"}[5m]) > 1 # a / b')).toBe(false)
  expect(divides('rate(a[5m]) / rate(b[5m])')).toBe(true)
})
