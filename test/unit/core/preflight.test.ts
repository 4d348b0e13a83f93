import { describe, expect, it } from 'vitest'
import { estimate } from '../../../electron/core/metering/estimate'
import type { PreflightFacts } from '../../../electron/core/preflight/facts'
import { blockers, preflight } from '../../../electron/core/preflight/preflight'
import {
  HOUR,
  START,
  aDraft,
  aSentence,
  aShow,
  anIdentity,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
  roundRates,
  someSettings,
} from '../../harness/builders'

const trouble = { ...aSentence(), reference: null }
const facts = (more: Partial<PreflightFacts> = {}): PreflightFacts => ({
  now: START,
  rehearsal: false,
  show: aShow(),
  identity: anIdentity(),
  signInTrouble: null,
  settings: someSettings(),
  bucketTrouble: null,
  publicAddress: '203.0.113.4',
  keysPresent: new Set([destinationId('studio')]),
  keychainIsMemory: false,
  used: { channels: 0, inputs: 0 },
  estimate: estimate(aDraft(), roundRates()),
  ...more,
})
const checked = (check: string, more: Partial<PreflightFacts>) => {
  const found = preflight(facts(more)).results.find((one) => one.check === check)
  if (!found) throw new Error(`no check ${check}`)
  return found
}
const feed = (more: object) => ({
  show: aShow({ feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000, ...more } }),
})

describe('the checks before a show is prepared', () => {
  it('are all fine for a show that lacks nothing', () => {
    const { results, checkedAt } = preflight(facts())
    expect(checkedAt).toBe(START)
    expect(results.map(({ level }) => level)).toEqual(results.map(() => 'fine'))
    expect(new Set(results.map(({ check }) => check)).size).toBe(10)
    expect(blockers({ checkedAt, results })).toEqual([])
  })

  it.each([
    ['sign-in', 'fine', { identity: anIdentity({ expiresAt: START + HOUR }) }],
    ['sign-in', 'fine', { rehearsal: true, identity: null }],
    ['sign-in', 'blocks', { identity: null }],
    ['sign-in', 'blocks', { identity: null, signInTrouble: trouble }],
    ['sign-in', 'warns', { identity: anIdentity({ expiresAt: START - 1 }) }],
    [
      'sign-in',
      'warns',
      {
        identity: anIdentity({ expiresAt: START + HOUR }),
        show: aShow({ plannedEndAt: START + 2 * HOUR }),
      },
    ],
    [
      'sign-in',
      'warns',
      {
        identity: anIdentity({ expiresAt: START - HOUR }),
        show: aShow({ plannedEndAt: START - 2 * HOUR }),
      },
    ],
    ['medialive-role', 'blocks', { settings: someSettings({ roleArn: null }) }],
    ['medialive-role', 'fine', {}],
    ['recordings-bucket', 'blocks', { settings: someSettings({ bucket: null }) }],
    ['recordings-bucket', 'blocks', { bucketTrouble: trouble }],
    ['recordings-bucket', 'fine', { bucketTrouble: undefined }],
    ['ingest-allow-list', 'blocks', { publicAddress: trouble }],
    ['ingest-allow-list', 'warns', { publicAddress: null, identity: null }],
    ['recordings-bucket', 'warns', { bucketTrouble: undefined, identity: null }],
    ['ingest-allow-list', 'warns', { settings: someSettings({ ingest: { allow: 'everybody' } }) }],
    [
      'ingest-allow-list',
      'fine',
      {
        publicAddress: trouble,
        settings: someSettings({ ingest: { allow: 'list', cidrs: ['203.0.113.0/24'] } }),
      },
    ],
    ['destinations', 'warns', { show: aShow({ destinations: [] }) }],
    ['destinations', 'fine', {}],
    ['stream-keys', 'blocks', { keysPresent: new Set<never>() }],
    ['stream-keys', 'warns', { keychainIsMemory: true }],
    [
      'stream-keys',
      'fine',
      {
        keysPresent: new Set<never>(),
        keychainIsMemory: true,
        show: aShow({ destinations: [anIvsDestination()] }),
      },
    ],
    ['feed-fits', 'fine', feed({})],
    ['feed-fits', 'fine', feed({ framesPerSecond: 60 })],
    ['feed-fits', 'warns', feed({ framesPerSecond: 25 })],
    ['feed-fits', 'warns', feed({ height: 720 })],
    ['quota', 'fine', { used: { channels: 4, inputs: 4 } }],
    ['quota', 'warns', { used: { channels: 5, inputs: 0 } }],
    ['quota', 'warns', { used: { channels: 0, inputs: 5 } }],
    ['quota', 'warns', { used: null }],
    ['price', 'fine', { show: aShow({ capMicros: 500_000 }) }],
    ['price', 'warns', { show: aShow({ capMicros: 499_999 }) }],
  ] as const)('%s %s for %j', (check, level, more) => {
    const { level: said, what, todo } = checked(check, more)
    expect(said).toBe(level)
    expect(what).toMatch(/\S/)
    if (level === 'blocks') expect(todo).toMatch(/\S/)
  })

  it('say what AWS said about the sign-in and the bucket', () => {
    expect(checked('sign-in', { identity: null, signInTrouble: trouble }).what).toBe(trouble.what)
    expect(checked('recordings-bucket', { bucketTrouble: trouble }).todo).toBe(trouble.todo)
  })

  it('name the destinations whose key is missing, and no other', () => {
    const show = aShow({
      destinations: [
        anRtmpDestination(),
        anRtmpDestination({ id: destinationId('b'), name: 'Backup' }),
        anIvsDestination(),
      ],
    })
    expect(checked('stream-keys', { show }).what).toBe('The stream key is missing: Backup.')
  })

  it('compare the cap also where a price is not known: the floor alone is above it', () => {
    const partly = estimate(
      aDraft(),
      roundRates({ perHourMicros: { 'medialive.input.hd.avc.10': 600_000 } }),
    )
    expect(checked('price', { estimate: partly }).what).toMatch(/At least .* no price is known/)
    const show = aShow({ capMicros: 1 })
    expect(checked('price', { estimate: partly, show }).what).toMatch(/above the cap/)
  })

  it('stand in the way only where they block', () => {
    const { results, checkedAt } = preflight(
      facts({ settings: someSettings({ roleArn: null, bucket: null }), keychainIsMemory: true }),
    )
    expect(blockers({ results, checkedAt }).map(({ check }) => check)).toEqual([
      'medialive-role',
      'recordings-bucket',
    ])
  })
})

it('says once that nobody is signed in, and not that something did not answer', () => {
  const unasked = {
    rehearsal: false,
    identity: null,
    publicAddress: null,
    bucketTrouble: undefined,
    used: null,
  }
  expect(blockers(preflight(facts(unasked))).map(({ check }) => check)).toEqual(['sign-in'])
})
