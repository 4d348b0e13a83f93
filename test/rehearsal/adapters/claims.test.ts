import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SessionId } from '../../../src/shared/domain/ids'
import type { Claim } from '../../../electron/core/claims'
import { showId } from '../../harness/builders'
import { openRehearsal } from './openRehearsal'

type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>
const bucket = 'tallylight-rehearsal'
const show = showId('show-1')
let rehearsal: Rehearsal
beforeEach(async () => {
  rehearsal = await openRehearsal()
})
afterEach(() => rehearsal.close())

const claimOf = (owner: string, session = `session-of-${owner}`): Claim => ({
  sessionId: SessionId.parse(session),
  consoleId: `console-of-${owner}`,
  owner,
  since: 1_700_000_000_000,
})
const claims = () => rehearsal.cloud.claims

describe('who airs a show', () => {
  it('is whoever claimed it first, and the other is told who that is', async () => {
    const [maria, tom] = [claimOf('maria'), claimOf('tom')]
    expect(await claims().stake(bucket, show, maria)).toEqual(maria)
    expect(await claims().stake(bucket, show, tom)).toEqual(maria)
    expect(await claims().read(bucket, show)).toEqual(maria)
  })

  it('is claimed again by the same console without losing it', async () => {
    const maria = claimOf('maria')
    await claims().stake(bucket, show, maria)
    expect(await claims().stake(bucket, show, maria)).toEqual(maria)
  })

  it('is one of two that claim it in the same instant, a hundred times', async () => {
    for (let round = 0; round < 100; round++) {
      const each = showId(`show-${round}`)
      const [one, other] = await Promise.all([
        claims().stake(bucket, each, claimOf('maria')),
        claims().stake(bucket, each, claimOf('tom')),
      ])
      expect(one).toEqual(other)
    }
  })

  it('lets go of nobody’s claim but its own', async () => {
    const maria = claimOf('maria')
    await claims().stake(bucket, show, maria)
    await claims().release(bucket, show, claimOf('tom'))
    expect(await claims().read(bucket, show)).toEqual(maria)
    await claims().release(bucket, show, maria)
    await claims().release(bucket, show, maria)
    expect(await claims().read(bucket, show)).toBeUndefined()
  })

  it('is taken over only from the one that was seen', async () => {
    const [maria, tom, eva] = [claimOf('maria'), claimOf('tom'), claimOf('eva')]
    await claims().stake(bucket, show, maria)
    expect(await claims().takeOver(bucket, show, { from: maria, to: tom })).toEqual(tom)
    expect(await claims().takeOver(bucket, show, { from: maria, to: eva })).toEqual(tom)
  })

  it('is not guessed where the claim is damaged', async () => {
    const name = `tallylight/claims/${show}.json`
    await rehearsal.cloud.recordings.write(bucket, name, Buffer.from('{'), 'application/json')
    await expect(claims().stake(bucket, show, claimOf('maria'))).rejects.toMatchObject({
      wire: { code: 'claim.unreadable' },
    })
  })

  it('is told in words where the bucket is not there', async () => {
    await expect(claims().stake('no-such-bucket', show, claimOf('maria'))).rejects.toMatchObject({
      wire: { code: 'bucket.missing' },
    })
  })
})
