import {expect, test} from 'vitest'
import type {Figure} from '../../src/core/figure.js'
import {html} from '../../src/reporters/html.js'
import {openBrowser, testInBrowser} from './browser.js'
import {report, style} from './report.js'

const figures: Figure[] = [
  {
    kind: 'graph',
    title: 'Who needs whom',
    nodes: [
      {id: 'a', label: 'web <new>'},
      {id: 'b', label: 'orders', detail: 'used by 1'},
    ],
    edges: [{from: 'a', to: 'b', label: '2 requests', mark: 'good'}],
  },
  {
    kind: 'chart',
    title: 'Response time',
    x: {label: 'share', unit: '', scale: 'nines'},
    y: {label: 'time', unit: 'ms', scale: 'log'},
    series: [
      {
        label: 'all',
        points: [
          {x: 0, y: 1},
          {x: 0.5, y: 10},
          {x: 0.9, y: undefined},
          {x: 1, y: 1000},
        ],
      },
    ],
    levels: [{value: 50, label: 'p95 < 50 ms'}],
    spans: [{from: 0.5, to: 0.9, label: 'open', mark: 'bad'}],
  },
]

const evil = '<img src=x onerror="document.title=1"> & \u0007 </style><script>document.title=2</script>'

test('a page is complete in itself, and texts stay texts', () => {
  const page = html({...report, summary: evil, figures, lines: [{mark: 'bad', text: evil}]}, style)
  expect(page).not.toMatch(/<script|<img|\u0007|@import|url\(["']?http|<link|src=x(?! )/)
  expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
  const addresses = page.match(/https?:\/\/[^"< ]+/g) ?? []
  expect(addresses.filter(url => !url.startsWith('https://github.com/mesh-cli/'))).toEqual([])
})

test('a curve has a gap where there is no value, and ends with its last point', () => {
  const page = html({...report, figures}, style)
  const [, path = ''] = /class="curve s0" d="([^"]+)"/.exec(page) ?? []
  expect(path.match(/M/g)).toHaveLength(2)
  expect(path).toMatch(/M704 [\d.]+$/)
})

test('of a thousand values a picture does not get a thousand points more than it has columns', () => {
  const points = Array.from({length: 100_000}, (_, x) => ({x, y: x % 7}))
  const series = [{label: 'much', points}]
  const page = html(
    {
      ...report,
      figures: [{kind: 'chart', title: 'Much', x: {label: 'x', unit: ''}, y: {label: 'y', unit: ''}, series}],
    },
    style,
  )
  expect(page.length).toBeLessThan(60_000)
})

testInBrowser(
  'a browser shows it: light and dark, wide and narrow, on paper, without a request and an error',
  async () => {
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      const complaints: string[] = []
      page.on('console', message => complaints.push(message.text()))
      page.on('pageerror', error => complaints.push(error.message))
      page.on('request', request => {
        if (!request.url().startsWith('data:') && request.url() !== 'about:blank') complaints.push(request.url())
      })
      await page.setContent(html({...report, title: 'A title', summary: evil, figures}, style))
      expect(await page.title()).toBe('A title')
      const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      await page.emulateMedia({colorScheme: 'light'})
      expect(await background()).toBe('rgb(255, 255, 255)')
      await page.emulateMedia({colorScheme: 'dark'})
      expect(await background()).toBe('rgb(17, 19, 22)')
      for (const width of [320, 390, 1200]) {
        await page.setViewportSize({width, height: 800})
        const scrolls = await page.evaluate<number>('document.documentElement.scrollWidth')
        expect(scrolls, `${width} pixels`).toBeLessThanOrEqual(width)
      }
      // The verdict is what one sees first.
      const verdict = await page.locator('.verdict').boundingBox()
      expect(verdict?.y).toBeLessThan(100)
      expect((await page.pdf()).length).toBeGreaterThan(5000)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  },
)
