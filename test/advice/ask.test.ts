import {expect, test} from 'vitest'
import {askForAdvice, askForSituation} from '../../src/advice/ask.js'
import {screen} from '../screen.js'

/** Something about apps; what they read and whether they see changes is left open. */
const known = {
  'user-facing': ['yes'],
  duration: ['under-2s'],
  consistency: ['strong'],
  consumers: ['apps'],
  transaction: ['local'],
  history: ['no'],
  sources: [],
}

test('everything that makes a difference is asked, and the reasons are told', async () => {
  const lines = [
    ['Shall mesh recommend', 'y'],
    ['Does somebody wait', 'n'],
    ['How long does it take', ''],
    ['When must all who look', 'eventual'],
    ['Who uses it', '2'],
    ['What does it change', ''],
    ['how things came to be', ''],
    ['outside of your own services', ''],
    ['Which broker', 'nats'],
  ] as const
  const {asked, printed} = await screen(lines, askForAdvice)
  expect(asked).toEqual({kind: ['worker'], messaging: ['nats']})
  expect(printed).toContain('--kind worker: Nobody waits')
  expect(printed).toContain('--messaging nats: It runs already')
  // Nobody asks what apps read when there are none.
  expect(printed).not.toContain('What do apps read')
})

test('who wants no advice is asked nothing more', async () => {
  expect(await screen([['Shall mesh recommend', '']], askForAdvice)).toMatchObject({asked: undefined})
})

test('what is known is not asked again', async () => {
  const more = {...known, queries: ['simple']}
  const {asked} = await screen([['Do open apps see changes', 'y']], place => askForSituation(more, place))
  expect(asked).toEqual({...more, live: ['yes']})
})

test('what changes nothing any more is not asked', async () => {
  const services = {...known, consumers: ['services']}
  // Nothing tells of events here, so that no broker is needed; nor have services screens.
  const {asked, printed} = await screen([], place => askForSituation(services, place))
  expect([asked, printed]).toEqual([services, ''])
})

test('an answer is needed where one has to be given', async () => {
  const {consumers: _, ...others} = known
  const lines = [
    ['Who uses it', ''],
    ['At least one choice', '3'],
  ] as const
  const {asked} = await screen(lines, place => askForSituation(others, place))
  expect(asked.consumers).toEqual(['partners'])
})
