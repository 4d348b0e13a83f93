import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isDelivering,
  legState,
  proofOf,
  type LegFacts,
} from '../../../electron/core/health/delivery'
import { START, anAlert } from '../../harness/builders'

const facts = (more: Partial<LegFacts> = {}): LegFacts => ({
  kind: 'rtmp',
  rehearsal: false,
  channelRunning: true,
  channelChanging: null,
  ivsLive: undefined,
  delivery: undefined,
  countedAt: undefined,
  output: undefined,
  metered: false,
  outputAlerts: [],
  now: START,
  ...more,
})
const seenAgo = (ms: number) => ({ frames: 100, bytes: 1_000, lastFrameAt: START - ms })

const written = { written: true, at: START - 60_000 }
const failing = { written: false, at: START - 60_000 }

describe('proof of delivery', () => {
  it.each([
    ['an RTMP destination of which nobody tells', facts(), false],
    ['IVS that says it is live', facts({ kind: 'ivs', ivsLive: true }), true],
    ['IVS that says it is not', facts({ kind: 'ivs', ivsLive: false }), false],
    ['IVS that was not asked', facts({ kind: 'ivs' }), false],
    ['RTMP, though some IVS is live', facts({ ivsLive: true }), false],
    ['a sink with a fresh frame', facts({ rehearsal: true, delivery: seenAgo(5_999) }), true],
    ['a sink with an old frame', facts({ rehearsal: true, delivery: seenAgo(6_000) }), false],
    [
      'a sink that counted when it was last asked, a while ago',
      facts({ rehearsal: true, delivery: seenAgo(16_000), countedAt: START - 15_000 }),
      true,
    ],
    [
      'a sink that stood still when it was last asked',
      facts({ rehearsal: true, delivery: seenAgo(16_000), countedAt: START - 10_000 }),
      false,
    ],
    [
      'a sink that was last asked too long ago',
      facts({ rehearsal: true, delivery: seenAgo(22_000), countedAt: START - 21_000 }),
      false,
    ],
    [
      'a sink without a frame',
      facts({ rehearsal: true, delivery: { frames: 0, bytes: 0, lastFrameAt: null } }),
      false,
    ],
    [
      'a rehearsed IVS whose sink stands still, though it is listed as live',
      facts({ rehearsal: true, kind: 'ivs', ivsLive: true, delivery: seenAgo(60_000) }),
      false,
    ],
    ['RTMP that CloudWatch says is written', facts({ metered: true, output: written }), true],
    ['RTMP that CloudWatch says is not', facts({ metered: true, output: failing }), false],
    [
      'IVS that is not live, whatever CloudWatch says',
      facts({ kind: 'ivs', ivsLive: false, metered: true, output: written }),
      false,
    ],
    ['a counter in earnest, which nobody vouches for', facts({ delivery: seenAgo(0) }), false],
  ])('%s', (_, these, proven) => {
    expect(isDelivering(these)).toBe(proven)
  })

  it('is never given while the channel does not run or an alert of the output is set', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('ivs' as const, 'rtmp' as const),
          rehearsal: fc.boolean(),
          ivsLive: fc.option(fc.boolean(), { nil: undefined }),
          delivery: fc.option(fc.nat(10_000).map(seenAgo), { nil: undefined }),
          metered: fc.boolean(),
          output: fc.constantFrom(written, failing, undefined),
        }),
        (some) => {
          expect(isDelivering(facts({ ...some, channelRunning: false }))).toBe(false)
          expect(isDelivering(facts({ ...some, outputAlerts: [anAlert()] }))).toBe(false)
        },
      ),
    )
  })
})

describe('the state of a leg', () => {
  const proven = { kind: 'ivs', ivsLive: true } as const
  it.each([
    ['ready', { channelRunning: false }],
    ['starting', { channelRunning: false, channelChanging: 'starting' }],
    ['stopping', { ...proven, channelChanging: 'stopping' }],
    ['unproven', {}],
    ['starting', { kind: 'ivs', ivsLive: false }],
    ['starting', { kind: 'ivs' }],
    ['starting', { rehearsal: true }],
    ['error', { outputAlerts: [anAlert()] }],
    ['streaming', { metered: true, output: written }],
    ['starting', { metered: true, output: failing }],
    ['unproven', { metered: true }],
    ['error', { metered: true, output: written, outputAlerts: [anAlert()] }],
    ['streaming', { rehearsal: true, metered: true, output: written }],
    ['unproven', { rehearsal: true, metered: true }],
    ['streaming', proven],
    ['error', { ...proven, outputAlerts: [anAlert()] }],
    ['ready', { channelRunning: false, outputAlerts: [anAlert()] }],
  ] as const)('is %s for %j', (state, more) => {
    expect(legState(facts(more))).toBe(state)
  })
})

describe('who proves a leg', () => {
  it('is the counter in rehearsal, IVS for IVS, CloudWatch for other RTMP once it has spoken, else nobody', () => {
    expect(proofOf(facts({ rehearsal: true }))).toBe('counted')
    expect(proofOf(facts({ rehearsal: true, kind: 'ivs' }))).toBe('counted')
    expect(proofOf(facts({ kind: 'ivs' }))).toBe('ivs')
    expect(proofOf(facts({ metered: true }))).toBe('none')
    expect(proofOf(facts({ metered: true, output: failing }))).toBe('metrics')
    expect(proofOf(facts())).toBe('none')
  })
})
