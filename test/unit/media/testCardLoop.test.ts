import { describe, expect, it } from 'vitest'
import { isSequenceHeader } from '../../../electron/media/flv/payload'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadSlate, loadTestCard } from '../../../electron/media/testCard/clips'
import { clipDurationMs, startLoop } from '../../../electron/media/testCard/loopPlayer'

const CLIP_MS = 8_000

/** A clock that stands still until told, with the one wake-up a loop may have waiting. */
class StillClock {
  nowMs = 5_000
  #wakeUp: { readonly atMs: number; readonly callback: () => void } | undefined

  readonly now = (): number => this.nowMs

  readonly schedule = (callback: () => void, delayMs: number) => {
    const wakeUp = { atMs: this.nowMs + delayMs, callback }
    this.#wakeUp = wakeUp
    return {
      cancel: () => {
        if (this.#wakeUp === wakeUp) this.#wakeUp = undefined
      },
    }
  }

  get isIdle(): boolean {
    return this.#wakeUp === undefined
  }

  advance(ms: number): void {
    const untilMs = this.nowMs + ms
    while (this.#wakeUp && this.#wakeUp.atMs <= untilMs) {
      const { atMs, callback } = this.#wakeUp
      this.nowMs = Math.max(this.nowMs, atMs)
      this.#wakeUp = undefined
      callback()
    }
    this.nowMs = untilMs
  }

  /** Time goes by while nothing runs: a laptop asleep, a process stopped. */
  stall(ms: number): void {
    this.nowMs += ms
  }
}

async function loop() {
  const tags = await loadTestCard()
  const clock = new StillClock()
  const sent: MediaTag[] = []
  const player = startLoop({
    tags,
    now: clock.now,
    schedule: clock.schedule,
    onTag: (tag) => sent.push(tag),
  })
  const times = (kind: MediaTag['kind']): number[] =>
    sent.filter((tag) => tag.kind === kind && !isSequenceHeader(tag)).map((tag) => tag.timestampMs)
  return { clock, sent, player, times }
}

describe('the test card in a loop', () => {
  it('carries on without a step at the seam, over three rounds', async () => {
    const { clock, times } = await loop()
    clock.advance(3 * CLIP_MS - 1)
    expect(times('video')).toEqual(Array.from({ length: 720 }, (_, i) => Math.round((i * 100) / 3)))
    expect(times('audio')).toEqual(Array.from({ length: 1125 }, (_, i) => Math.round((i * 64) / 3)))
  })

  it('sends its headers once, before anything else', async () => {
    const { clock, sent } = await loop()
    clock.advance(3 * CLIP_MS)
    const places = sent.flatMap((tag, i) => (isSequenceHeader(tag) ? [i] : []))
    expect(places).toHaveLength(2)
    expect(
      sent.slice(0, 3).filter((tag) => tag.kind === 'data' || isSequenceHeader(tag)),
    ).toHaveLength(3)
    expect(sent.filter((tag) => tag.kind === 'data')).toHaveLength(1)
  })

  it('keeps real time: never ahead, and behind by less than a picture', async () => {
    const { clock, times } = await loop()
    for (let elapsed = 0; elapsed < 10_000; elapsed += 37) {
      const lead = elapsed - (times('video').at(-1) ?? 0)
      expect(lead).toBeGreaterThanOrEqual(0)
      expect(lead).toBeLessThan(50)
      clock.advance(37)
    }
  })

  it('makes a short stall good in one burst', async () => {
    const { clock, times } = await loop()
    clock.advance(1_000)
    clock.stall(1_500)
    clock.advance(0)
    clock.advance(1)
    expect(times('video').at(-1)).toBeGreaterThan(2_450)
  })

  it('makes good no more than two seconds of a long one, and leaves no gap', async () => {
    const { clock, times, sent } = await loop()
    clock.advance(1_000)
    const before = sent.length
    clock.stall(3_600_000)
    clock.advance(1)
    expect(sent.length - before).toBeLessThan(200)
    clock.advance(2_000)
    const steps = times('video').map((time, i, all) => time - (all[i - 1] ?? time))
    expect(Math.max(...steps)).toBe(34)
  })

  it('is silent once it is stopped, even by its own listener', async () => {
    const { clock, sent, player } = await loop()
    clock.advance(500)
    player.stop()
    const count = sent.length
    clock.advance(5_000)
    expect(sent).toHaveLength(count)
    expect(clock.isIdle).toBe(true)

    const heard: MediaTag[] = []
    const second = startLoop({
      tags: await loadTestCard(),
      now: clock.now,
      schedule: clock.schedule,
      onTag: (tag) => {
        heard.push(tag)
        if (tag.timestampMs >= 100) second.stop()
      },
    })
    clock.advance(1_000)
    expect(heard.at(-1)?.timestampMs).toBe(100)
    expect(clock.isIdle).toBe(true)
  })

  it('knows how long the clips last, and refuses one that lasts no time', async () => {
    expect(clipDurationMs(await loadTestCard())).toBe(CLIP_MS)
    expect(clipDurationMs(await loadSlate())).toBe(CLIP_MS)
    expect(() => clipDurationMs([])).toThrow('two frames')
  })
})
