import { beforeAll, describe, expect, it } from 'vitest'
import { ScriptedShow, type Told } from './scriptedShow'

async function played(seed: number): Promise<Told> {
  const show = await ScriptedShow.open(seed)
  try {
    return await show.play()
  } finally {
    await show.close()
  }
}

describe('a show of two hours on the manual clock', () => {
  let once: Told
  let again: Told
  let other: Told
  beforeAll(async () => {
    once = await played(7)
    again = await played(7)
    other = await played(8)
  }, 180_000)

  it('leaves the same world, bill, events and recording, byte for byte, for the same seed', () => {
    expect(again.events).toBe(once.events)
    expect(again.world).toBe(once.world)
    expect(again.bill).toBe(once.bill)
    expect(again.recording).toEqual(once.recording)
    expect(again.madeUp).toEqual(once.madeUp)
  })

  it('leaves another world for another seed', () => {
    expect(other.events).not.toBe(once.events)
    expect(other.world).not.toBe(once.world)
    expect(other.bill).not.toBe(once.bill)
  })

  it('has everything in it that happened', () => {
    const { events, world, bill, recording, madeUp } = once
    const kinds = (JSON.parse(events) as { events: { kind: string }[] }).events.map(
      ({ kind }) => kind,
    )
    for (const kind of ['feed-began', 'feed-ended', 'program-source', 'alert-set']) {
      expect(kinds).toContain(kind)
    }
    expect(JSON.parse(world)).toMatchObject({ medialive: { channels: [{ state: 'DELETED' }] } })
    expect(bill).toContain('ivs')
    const [metric] = JSON.parse(madeUp[0] ?? '') as [{ Values: number[] }]
    // Mbit/s: four to each of two destinations, and what is recorded.
    expect(Math.max(...metric.Values)).toBeGreaterThan(8)
    expect(madeUp[1]).toMatch(/^[0-9a-f]{32}$/)
    const playlist = recording.at(-1) ?? ''
    expect(playlist).toContain('#EXT-X-ENDLIST')
    expect(playlist.match(/#EXTINF:2\.000/g)?.length).toBeGreaterThan(900)
  })
})
