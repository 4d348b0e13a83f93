import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alertView, alertViews, isInputLost, wordsOf } from '../../../electron/core/health/alerts'
import {
  isDelivering,
  legState,
  proofOf,
  type LegFacts,
} from '../../../electron/core/health/delivery'
import { START, anAlert } from '../../harness/builders'

describe('alerts in the operator’s words', () => {
  it.each([
    ['RTMP Stream Not Found', 'input', true],
    ['RTMP Has No Audio/Video', 'input', true],
    ['RTMP Server Disconnected', 'input', true],
    ['RTMP Input Connect Failed', 'input', true],
    ['Video Not Detected', 'input', true],
    ['Initial Probe is Taking Longer Than Expected', 'input', true],
    ['Black Video Detected', 'input', true],
    ['Audio Not Detected', 'input', false],
    ['Audio PID Missing', 'input', false],
    ['Input Double-Publishing Detected', 'input', false],
    ['Failed RTMP Connection', 'output', false],
    ['Failed to Validate Certificate Chain When Publishing', 'output', false],
    ['Failed to Create Output File or Socket', 'output', false],
    ['Failed to Write to Output', 'output', false],
    ['Failed HTTP Post Output Request', 'output', false],
    ['Failed to Get HTTP Output Token', 'output', false],
    ['Large Upload Cache Backlog', 'output', false],
    ['Pipeline is Paused', 'channel', false],
  ] as const)('%s is about the %s; viewers see no picture: %s', (type, subject, lost) => {
    const { subject: said, what, why, todo } = wordsOf({ type })
    expect(said).toBe(subject)
    for (const sentence of [what, why, todo]) expect(sentence).toMatch(/^[A-Z].+\.$/)
    expect(isInputLost([anAlert({ type })])).toBe(lost)
  })

  it('name an alert that nobody foresaw', () => {
    expect(wordsOf({ type: 'Something New' }).what).toBe('MediaLive reports: Something New.')
  })

  it('pass for over once AWS has cleared them', () => {
    const cleared = anAlert({ type: 'Video Not Detected', state: 'CLEARED', clearedAt: START })
    expect(isInputLost([cleared])).toBe(false)
    expect(isInputLost([cleared, anAlert({ type: 'Video Not Detected' })])).toBe(true)
  })

  it('say each thing once, since the oldest alert of it', () => {
    const alerts = [
      anAlert({ id: 'b', type: 'Video Not Detected', setAt: START + 5 }),
      anAlert({ id: 'a', type: 'RTMP Stream Not Found', setAt: START }),
      anAlert({ id: 'c', type: 'Audio Not Detected', setAt: START + 1 }),
    ]
    expect(alertViews(alerts).map(({ id }) => id)).toEqual(['a', 'c'])
    expect(alertView(anAlert()).setAt).toBe(START)
  })
})

const facts = (more: Partial<LegFacts> = {}): LegFacts => ({
  kind: 'rtmp',
  rehearsal: false,
  channelRunning: true,
  channelChanging: null,
  ivsLive: undefined,
  delivery: undefined,
  outputAlerts: [],
  now: START,
  ...more,
})
const seenAgo = (ms: number) => ({ frames: 100, bytes: 1_000, lastFrameAt: START - ms })

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
      'a sink without a frame',
      facts({ rehearsal: true, delivery: { frames: 0, bytes: 0, lastFrameAt: null } }),
      false,
    ],
    [
      'a rehearsed IVS whose sink stands still, though it is listed as live',
      facts({ rehearsal: true, kind: 'ivs', ivsLive: true, delivery: seenAgo(60_000) }),
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
    ['streaming', proven],
    ['error', { ...proven, outputAlerts: [anAlert()] }],
    ['ready', { channelRunning: false, outputAlerts: [anAlert()] }],
  ] as const)('is %s for %j', (state, more) => {
    expect(legState(facts(more))).toBe(state)
  })
})

describe('who proves a leg', () => {
  it('is the counter in rehearsal, IVS for IVS, and nobody for other RTMP', () => {
    expect(proofOf(facts({ rehearsal: true }))).toBe('counted')
    expect(proofOf(facts({ rehearsal: true, kind: 'ivs' }))).toBe('counted')
    expect(proofOf(facts({ kind: 'ivs' }))).toBe('ivs')
    expect(proofOf(facts())).toBe('none')
  })
})
