import { afterEach, describe, expect, it } from 'vitest'
import { ScriptedShow, type Told } from './scriptedShow'

const open: ScriptedShow[] = []
afterEach(async () => {
  for (const show of open.splice(0)) await show.close()
})

async function played(seed: number): Promise<Told> {
  const show = await ScriptedShow.open(seed)
  open.push(show)
  return show.play()
}

describe('a show of two hours on the manual clock', () => {
  it('leaves the same world, bill, events and recording, byte for byte, for the same seed', async () => {
    const once = await played(7)
    const again = await played(7)
    expect(again.events).toBe(once.events)
    expect(again.world).toBe(once.world)
    expect(again.bill).toBe(once.bill)
    expect(again.recording).toEqual(once.recording)
  })

  it('leaves another world for another seed', async () => {
    const once = await played(7)
    const other = await played(8)
    expect(other.events).not.toBe(once.events)
    expect(other.world).not.toBe(once.world)
  })

  it('has everything in it that happened', async () => {
    const { events, world, bill, recording } = await played(7)
    const kinds = (JSON.parse(events) as { events: { kind: string }[] }).events.map(
      ({ kind }) => kind,
    )
    for (const kind of ['feed-began', 'feed-ended', 'program-source', 'alert-set']) {
      expect(kinds).toContain(kind)
    }
    expect(JSON.parse(world)).toMatchObject({ medialive: { channels: [{ state: 'DELETED' }] } })
    expect(bill).toContain('ivs')
    const playlist = recording.at(-1) ?? ''
    expect(playlist).toContain('#EXT-X-ENDLIST')
    expect(playlist.match(/#EXTINF:2\.000/g)?.length).toBeGreaterThan(1_000)
  })
})
