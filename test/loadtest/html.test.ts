import {beforeAll, expect} from 'vitest'
import {prepareHistograms} from '../../src/loadtest/engine/histogram.js'
import {reportOf} from '../../src/loadtest/report/report.js'
import {html} from '../../src/reporters/html.js'
import {openBrowser, testInBrowser} from '../reporters/browser.js'
import {style} from '../reporters/report.js'
import {finishedRun} from './export/finished-run.js'

beforeAll(prepareHistograms)

/** A run with a second in which a breaker was open. */
function run() {
  const finished = finishedRun()
  const [first, second] = finished.measurement.timeline
  if (!first || !second) throw new Error('The run has two seconds.')
  const open = {...second, at: 2, served: 5, failed: 45, unavailable: 45, refusedP95: 1}
  const timeline = [first, second, open, {...first, at: 3}]
  const operations = [...finished.operations, {name: 'GET /orders/{id}', weight: 1, paths: ['/orders/1']}]
  return {...finished, operations, measurement: {...finished.measurement, timeline}}
}

testInBrowser(
  'the page of a run has its verdict first, and every curve and table that there is',
  async () => {
    const browser = await openBrowser()
    try {
      const page = await browser.newPage({viewport: {width: 390, height: 800}})
      const complaints: string[] = []
      page.on('console', message => complaints.push(message.text()))
      page.on('pageerror', error => complaints.push(error.message))
      await page.setContent(html(reportOf(run()), style))
      const texts = (selector: string) => page.locator(selector).allInnerTexts()
      expect((await texts('.verdict strong'))[0]?.toLowerCase()).toBe('fail')
      expect((await page.locator('.verdict').boundingBox())?.y).toBeLessThan(120)
      expect(await texts('figcaption')).toEqual([
        'How long so many of the requests took at most',
        'Response time of each second',
        'Answers of each second',
        'Limiter and breaker: what was refused in each second',
        'How quickly requests were refused, beside all answers',
      ])
      // Every curve is drawn, and inside of its picture.
      for (const figure of await page.locator('svg.chart').all()) {
        const frame = await figure.boundingBox()
        const curves = await figure.locator('path.curve').all()
        expect(curves.length).toBeGreaterThan(1)
        for (const curve of curves) {
          const box = await curve.boundingBox()
          if (!frame || !box) throw new Error('A curve is not drawn.')
          expect(box.x).toBeGreaterThanOrEqual(frame.x)
          expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width + 1)
          expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height + 1)
        }
      }
      // One second of the breaker, in each of the two pictures of it.
      expect(await page.locator('svg.chart rect.span.bad').count()).toBe(2)
      expect(await texts('h2')).toEqual(['Latency', 'Operations', 'In detail', 'Findings'])
      expect((await texts('table')).join('\n')).toContain('GET /orders/{id}')
      for (const width of [320, 390, 1200]) {
        await page.setViewportSize({width, height: 800})
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
      expect((await page.pdf()).length).toBeGreaterThan(5000)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  },
  60_000,
)
