import { describe, expect, it } from 'vitest'
import {
  bundledScenario,
  bundledScenarios,
} from '../../../electron/simulator/scenario/bundledScenarios'
import type { SessionId, ShowId } from '../../../src/shared/domain/ids'
import { hasCode } from '../../../src/shared/errors'
import { expectGivenBack } from '../../harness/aftermath'
import {
  certified,
  draftOf,
  ivs,
  live,
  plan,
  prepared,
  stopped,
  wrapped,
  youtube,
} from '../../harness/operator'
import type { Life } from '../../harness/rehearsedConsole'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import { notForPeople, wordsTold } from './words'

const { open } = rehearsalsInTest()
const minute = 60_000

const draft = draftOf({
  destinations: [
    { kind: 'ivs', id: ivs, name: 'IVS' },
    { kind: 'rtmp', id: youtube, name: 'YouTube', url: 'rtmp://a.rtmp.youtube.com/live2' },
  ],
})

/** How long the show has to be on air for all of it to have happened, and what is read meanwhile. */
const aired: Readonly<Record<string, { onAirMs: number; says: readonly RegExp[] }>> = {
  'quiet-night': { onAirMs: minute, says: [/^lamp: rehearsal: Every destination/] },
  'flaky-venue': {
    onAirMs: 8 * minute,
    says: [/^lamp: trouble: The feed brings no picture/, /^alert: No picture arrives/],
  },
  'aws-brownout': { onAirMs: 4 * minute, says: [/^lamp: trouble: No word from AWS for/] },
  'lost-answers': { onAirMs: minute, says: [/^lamp: rehearsal: Every destination/] },
  'expired-sign-in': { onAirMs: 11 * minute, says: [/^lamp: trouble: No word from AWS for/] },
  'youtube-down': { onAirMs: 9 * minute, says: [/^leg: leg\.failing:/] },
  'pipeline-loss': { onAirMs: 21 * minute, says: [/^lamp: trouble: AWS is mending the channel/] },
  'other-answers': { onAirMs: minute, says: [/^lamp: rehearsal: Every destination/] },
}

describe('the bundled scenario', () => {
  it.each(Object.entries(aired))(
    '%s is lived through, and nothing is left of the show',
    async (name, { onAirMs, says }) => {
      const { aws, life } = await open({}, { picture: 'synthetic', ...scenarioOf(name) })
      const sessionId = await clickedUntilPrepared(life, await plan(life, draft))
      const body = JSON.stringify({ inputId: aws.things().inputs[0]?.id, on: true })
      await fetch(`${aws.simulator.endpoint}/_simulator/feeds`, { method: 'POST', body })
      await live(life, sessionId)
      await life.pass(onAirMs)
      await stopped(life, sessionId)
      const told = wordsTold(life)
      expectGivenBack(aws, await wrapped(life, sessionId))
      for (const words of says) expect(told).toContainEqual(expect.stringMatching(words))
      expect(told.filter((line) => notForPeople.test(line))).toEqual([])
      const untouched = aws.simulator.drills.all().filter(({ used }) => used === 0)
      expect(untouched.filter(({ drill }) => drill.chance === undefined)).toEqual([])
    },
    180_000,
  )

  it('quota-reached refuses the show in words, and nothing is left of it', async () => {
    const { aws, life } = await open({}, scenarioOf('quota-reached'))
    const showId = await plan(life, draft)
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId })
    const view = await certified(life, sessionId)
    expect(view.runs[0]?.error?.code).toBe('aws.quota')
    expectGivenBack(aws, view)
  })

  it('of every name was lived through here', () => {
    const names = [...Object.keys(aired), 'quota-reached']
    expect(names.toSorted()).toEqual(bundledScenarios.map(({ name }) => name).toSorted())
  })
})

const mostClicks = 10

/** A look before the click that was refused for want of a connection is worth another click. */
async function clickedUntilPrepared(life: Life, showId: ShowId): Promise<SessionId> {
  for (let click = 1; ; click++) {
    try {
      return await prepared(life, showId)
    } catch (thrown) {
      if (click === mostClicks || !hasCode(thrown, 'preflight.blocked')) throw thrown
    }
  }
}

function scenarioOf(name: string) {
  const scenario = bundledScenario(name)
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`)
  return { scenario }
}
