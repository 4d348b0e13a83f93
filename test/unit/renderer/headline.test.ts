import { expect, test } from 'vitest'
import type { RunId } from '../../../src/shared/domain/ids'
import { shortTimeOfDay } from '../../../src/renderer/format/time'
import { headlineOf } from '../../../src/renderer/panels/headline'
import { airTimeOf } from '../../../src/renderer/store/airTime'
import { NOW, aCertificate, anError, aRun, aSession, aShow } from './builders'

const MINUTE = 60_000
const run = (workflow: string, startedAt: number, endedAt: number) =>
  aRun({ id: `${workflow}-${startedAt}` as RunId, workflow, startedAt, endedAt })

/** On air twice: for 10 minutes, stopped; then for 5, ended at once. */
const airedTwice = [
  run('arm', NOW, NOW + MINUTE),
  run('go-live', NOW + 2 * MINUTE, NOW + 3 * MINUTE),
  run('stand-down', NOW + 13 * MINUTE, NOW + 14 * MINUTE),
  run('go-live', NOW + 20 * MINUTE, NOW + 21 * MINUTE),
  run('wrap', NOW + 26 * MINUTE, NOW + 28 * MINUTE),
]
const endedAt = NOW + 28 * MINUTE
const over = aSession({
  phase: 'wrapped',
  runs: airedTwice,
  certificate: aCertificate({ issuedAt: endedAt, leftovers: [] }),
})

test('every airing counts, from the channel running to the order to stop', () => {
  expect(airTimeOf(over)).toBe(15 * MINUTE)
})

test('an ended show says when it ended, that nothing is left, and how long it was on air', () => {
  expect(headlineOf(aShow(), over, endedAt + MINUTE)).toBe(
    `Ended ${shortTimeOfDay(endedAt)}. Nothing is left. On air for 15 min.`,
  )
})

test('what is left is never hidden by the end', () => {
  const leftovers = [{ kind: 'MediaLive input', id: '1234567', state: 'DETACHED' }]
  const session = { ...over, certificate: aCertificate({ leftovers }) }
  expect(headlineOf(aShow(), session, endedAt)).toContain('1 thing left at AWS.')
})

test('a show that was only prepared was never on air; one of long ago is not guessed at', () => {
  const prepared = { ...over, runs: airedTwice.slice(0, 1) }
  expect(headlineOf(aShow(), prepared, endedAt)).toMatch(/It was never on air\.$/)
  expect(headlineOf(aShow(), { ...over, runs: [] }, endedAt)).toMatch(/Nothing is left\.$/)
})

test('what waits for the operator is said beside what the lamp says', () => {
  const error = anError({ what: 'The sign-in has expired.' })
  const session = aSession({
    phase: 'starting',
    tallyWhy: 'The channel is ready.',
    runs: [aRun({ state: 'waiting', endedAt: null, error })],
  })
  expect(headlineOf(aShow(), session, NOW)).toBe(
    'The channel is ready. It waits for you: The sign-in has expired.',
  )
})

test('a preparation that was refused says why, where one looks first', () => {
  const error = anError({ what: 'The quota of this account in MediaLive is used up.' })
  const refused = aRun({ workflow: 'arm', state: 'rolled-back', error })
  expect(headlineOf(aShow(), { ...over, runs: [refused] }, endedAt)).toBe(
    'It could not be prepared: The quota of this account in MediaLive is used up. Nothing is left.',
  )
})
