import { describe, expect, it } from 'vitest'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { createChannel, encode, keysUnder, pushInput, start, startRehearsal } from './aws'

const soon = { timeout: 8_000, interval: 100 }

describe('a reset on air', () => {
  it('leaves an account in which nothing of the show is found, then or later', async () => {
    const rehearsal = await startRehearsal()
    const { simulator } = rehearsal
    const input = await pushInput(rehearsal, 'host')
    const channelId = await createChannel(rehearsal, {
      inputId: input.id,
      recording: 's3ssl://tallylight-rehearsal/show',
      legs: [{ name: 'leg', url: 'rtmp://live.example.com/app', streamName: 'key' }],
    })
    await start(rehearsal, channelId)
    const feed = encode(input, await loadTestCard())
    await expect.poll(async () => (await rehearsal.sink('leg'))?.frames, soon).toBeGreaterThan(60)
    await expect.poll(() => keysUnder(rehearsal, 'show'), soon).not.toEqual([])

    await fetch(`${simulator.endpoint}/_simulator/reset`, { method: 'POST' })
    const found = () => ({
      bill: simulator.bill().lines,
      world: simulator.world(),
    })
    const nothing = {
      bill: [],
      world: {
        medialive: { channels: [], inputs: [] },
        picture: { inputs: [], pipelines: [], sinks: [], held: { alertBooks: 0, closing: 0 } },
        s3: { buckets: [{ name: 'tallylight-rehearsal', objects: 0, bytes: 0 }] },
      },
    }
    expect(found()).toMatchObject(nothing)
    // Whatever was still being written has long found its end.
    await feed.stop()
    await expect.poll(() => found().world, soon).toMatchObject({ picture: { held: { feeds: 0 } } })
    expect(found()).toMatchObject(nothing)
    await rehearsal.close()
  })
})
