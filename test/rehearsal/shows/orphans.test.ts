import { describe, expect, it } from 'vitest'
import { REHEARSAL } from '../../../src/shared/domain/account'
import { ivsKeyRef } from '../../../electron/core/ports'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { expectGivenBack } from '../../harness/aftermath'
import {
  bucketIn,
  gestureFor,
  looked,
  strippedOfTags,
  theOneFound,
} from '../../harness/foundThings'
import {
  certified,
  ivs,
  live,
  plan,
  prepared,
  reaches,
  setKeys,
  signedIn,
  stopped,
  taken,
  wrapped,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { tempFolder } from '../../harness/tempFolder'

const { open, live: begin } = rehearsalsInTest()

/** A console airs a show, and is gone for good: its data folder, and its keychain with it. */
async function orphaned() {
  const rehearsal = await open({ owner: 'maria on studio-1' })
  const { life } = rehearsal
  const sessionId = await prepared(life, await plan(life))
  await live(life, sessionId)
  await taken(life, sessionId, 5_000)
  await life.close()
  return { ...rehearsal, sessionId }
}

/** Another one, in a folder of its own, that knows nothing. */
async function elsewhere({ aws }: Pick<Rehearsal, 'aws'>) {
  const vault = memoryVault(null)
  const life = await begin(aws, tempFolder().path, { vault, owner: 'tom on truck-2' })
  await signedIn(life)
  return { life, vault }
}

const stateOf = ({ aws }: Pick<Rehearsal, 'aws'>) => aws.things().channels[0]?.state

describe('a show whose console is gone for good', () => {
  it('is found with what it is, who had it and what it costs', async () => {
    const rehearsal = await orphaned()
    const { life } = await elsewhere(rehearsal)
    const found = await theOneFound(life)
    expect(found).toMatchObject({
      sessionId: rehearsal.sessionId,
      region: 'us-east-1',
      name: 'Sunday service',
      here: 'unknown',
      running: true,
      adoptable: true,
      priceIsWhole: true,
      heldBy: { owner: 'maria on studio-1', here: false },
    })
    expect(found.resources.map(({ kind }) => kind).toSorted()).toEqual([
      'channel',
      'claim',
      'input',
      'ivs-channel',
      'recordings',
      'safety-stop',
      'security-group',
    ])
    expect(found.perHourMicros).toBeGreaterThan(1_000_000)
  })

  it('is adopted: it stays on air, is stopped, and airs again into a folder of its own', async () => {
    const rehearsal = await orphaned()
    const { aws, sessionId } = rehearsal
    const { life, vault } = await elsewhere(rehearsal)
    await life.handlers.resources.adopt(gestureFor(life, await theOneFound(life)))
    const view = await reaches(life, sessionId, 'live')
    expect(stateOf(rehearsal)).toBe('RUNNING')
    expect(view.safetyStopAt).toBeGreaterThan(life.clock.now())
    expect(view.playUrl).toContain(`/${sessionId}/1/`)
    expect(await vault.get(ivsKeyRef(sessionId, ivs))).toMatch(/^sk_/)
    expect(life.shows().map(({ name }) => name)).toEqual(['Sunday service'])

    await stopped(life, sessionId)
    expect(stateOf(rehearsal)).toBe('IDLE')
    await setKeys(life, view.showId)
    await live(life, sessionId)
    expect(life.session(sessionId)?.playUrl).toContain(`/${sessionId}/2/`)
    await taken(life, sessionId, 5_000)
    const over = await wrapped(life, sessionId)
    expectGivenBack(aws, over)
    expect(over.certificate?.keptRecordings.some((name) => name.includes('/1/'))).toBe(true)
  })

  it('is retired: nothing is left, and that is certified for whoever asks', async () => {
    const rehearsal = await orphaned()
    const { life } = await elsewhere(rehearsal)
    await life.handlers.resources.retire(gestureFor(life, await theOneFound(life)))
    const view = await certified(life, rehearsal.sessionId)
    expectGivenBack(rehearsal.aws, view)
    expect(view.certificate?.asked.map(({ what }) => what)).toContain('IVS channels')
    const { text, json } = await life.handlers.sessions.certificate({
      sessionId: rehearsal.sessionId,
    })
    expect(text).toContain('Nothing of this session is left in AWS.')
    expect(JSON.parse(json)).toMatchObject({ sessionId: rehearsal.sessionId, leftovers: [] })
    const after = await looked(life)
    expect(after.sessions).toEqual([])
    expect(after.keptRecordings).toBe(1)
  })

  it('may be adopted idle, and its show aired then', async () => {
    const rehearsal = await open({ owner: 'maria on studio-1' })
    const sessionId = await prepared(rehearsal.life, await plan(rehearsal.life))
    await rehearsal.life.close()
    const { life } = await elsewhere(rehearsal)
    await life.handlers.resources.adopt(gestureFor(life, await theOneFound(life)))
    const { showId } = await reaches(life, sessionId, 'armed')
    await setKeys(life, showId)
    await live(life, sessionId)
    expect(life.session(sessionId)?.playUrl).toContain(`/${sessionId}/1/`)
    expectGivenBack(rehearsal.aws, await wrapped(life, sessionId))
  })
})

describe('what is not tagged as ours', () => {
  it('is neither shown nor touched, whatever is done', async () => {
    const rehearsal = await orphaned()
    const { aws } = rehearsal
    await strippedOfTags(aws)
    const { life } = await elsewhere(rehearsal)
    const [foreign] = aws.things().channels
    const found = await theOneFound(life)
    expect(found.resources.map(({ kind }) => kind)).not.toContain('channel')
    expect(found.adoptable).toBe(false)
    await life.handlers.resources.retire(gestureFor(life, found))
    await certified(life, found.sessionId)
    await life.handlers.resources.stopEverything({ commandId: life.gesture() })
    await life.pass(60_000)
    expect(aws.things().channels.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: foreign?.id, state: 'RUNNING' },
    ])
    expect(aws.things().inputs.map(({ state }) => state)).toEqual(['ATTACHED'])
  })
})

describe('several regions', () => {
  it('are all asked, and each session is found where it is', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const regions = ['eu-west-1', 'ap-northeast-1']
    for (const region of regions) {
      await life.handlers.account.select({ profile: REHEARSAL, region })
      await bucketIn(rehearsal.aws, life, region)
      await prepared(life, await plan(life))
    }
    await life.close()
    const { life: next } = await elsewhere(rehearsal)
    const view = await looked(next)
    expect(
      view.regions.every(({ state, troubles }) => state === 'asked' && troubles.length === 0),
    ).toBe(true)
    expect(view.regions[0]?.region).toBe('us-east-1')
    expect(view.sessions.map(({ region }) => region).toSorted()).toEqual(regions.toSorted())
    for (const found of view.sessions) await next.handlers.resources.retire(gestureFor(next, found))
    for (const { sessionId } of view.sessions) await certified(next, sessionId)
    expect(rehearsal.aws.leftovers()).toEqual([])
  })

  it('of which some part cannot be asked say so', async () => {
    const { aws, life } = await open()
    await signedIn(life)
    aws.simulator.drills.arm({ kind: 'deny', scope: 'scheduler' })
    const { regions } = await looked(life)
    for (const { troubles } of regions)
      expect(troubles).toMatchObject([{ what: 'Safety stops', error: { code: 'access.denied' } }])
  })
})
