import { describe, expect, it } from 'vitest'
import type { Place } from '../../../electron/core/shows/showWorld'
import { certify } from '../../../electron/core/shows/steps/wrapUp'
import { costOf } from '../../../electron/core/shows/cost'
import { bundledRates } from '../../../electron/core/metering/rates'
import type { Store } from '../../../electron/core/ports'
import { bucketInTest } from '../../harness/bucketInTest'
import {
  HOUR,
  MINUTE,
  SESSION,
  START,
  aListing,
  aSession,
  aShow,
  aUsage,
  anIvsDestination,
} from '../../harness/builders'
import { silent } from '../../harness/chores'
import { Crash, Guard, guardedStore } from '../../harness/crash'
import { storesInTest } from '../../harness/storesInTest'
import { VirtualClock } from '../../harness/virtualClock'

const { folder, open } = storesInTest()
const nothing = () => Promise.resolve(aListing([]))
const END = START + HOUR

/** A session of which AWS lists nothing any more, while IVS was last seen to be live. */
function stage() {
  const { store } = open(folder())
  store.sessions.put(aSession({ show: aShow({ destinations: [anIvsDestination()] }) }))
  store.usage.put(aUsage({ id: 'run', to: START + 50 * MINUTE }))
  store.usage.put(
    aUsage({ id: 'ivs', kind: 'ivs-live', resource: 'website', lastSeenAt: END - MINUTE }),
  )
  const cloud = {
    mediaLive: { listChannels: nothing, listInputs: nothing, listSecurityGroups: nothing },
    ivs: { listChannels: nothing },
    safetyStops: { list: nothing },
    time: { offsetMs: () => 0 },
    recordings: bucketInTest(),
  }
  const place = { cloud } as unknown as Place // certifying needs no more of it
  return { store, certified: (on: Store) => certifiedOn(on, place) }
}

const certifiedOn = (store: Store, place: Place) =>
  certify.do(
    {
      world: {
        store,
        keys: { has: () => Promise.resolve(true), delete: () => Promise.resolve() },
        ids: { next: () => 'id', unguessable: () => 'id' },
        self: { id: 'console-1', owner: 'maria on studio-laptop' },
        place: () => Promise.resolve(place),
      },
      key: 'wrap-1/certify',
      signal: new AbortController().signal,
      clock: new VirtualClock({ startMs: END }),
      log: silent,
      attempt: 1,
    },
    { sessionId: SESSION, tidied: { deleted: 0, folders: [] } },
  )

describe('the certificate', () => {
  it('closes what was still open, so that the cost stands still', async () => {
    const { store, certified } = stage()
    await certified(store)
    expect(store.usage.all().map(({ id, to }) => [id, to])).toEqual([
      ['run', START + 50 * MINUTE],
      ['ivs', END],
    ])
    const session = store.sessions.get(SESSION)
    if (!session?.certificate) throw new Error('it is not certified')
    const costAt = (now: number) => costOf(session, store.usage.all(), bundledRates, now)
    expect(costAt(END).soFarMicros).toBe(session.certificate.totalMicros)
    expect(costAt(END + 1000 * HOUR)).toEqual(costAt(END))
    expect(costAt(END).perHourMicros).toBe(0)
  })

  it('is written with that or not at all', async () => {
    const { store, certified } = stage()
    // The first write ends the stretch, the second is the certificate.
    const cut = guardedStore(store, new Guard({ write: 2, when: 'before' }))
    await expect(certified(cut)).rejects.toThrow(Crash)
    expect(store.usage.get('ivs')?.to).toBeNull()
    expect(store.sessions.get(SESSION)?.certificate).toBeNull()
  })
})
