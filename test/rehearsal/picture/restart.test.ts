import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { createChannel, encode, keysUnder, pushInput, start, startRehearsal } from './aws'

let stateDir: string
const soon = { timeout: 8_000, interval: 100 }

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tallylight-restart-'))
})

afterAll(() => rm(stateDir, { recursive: true }))

/** Sockets, servers and children of this process. */
const heldOpen = () =>
  process.getActiveResourcesInfo().filter((name) => /TCP|Process|Pipe/.test(name)).length

describe('a simulator that is closed on air', () => {
  it('leaves no socket or child behind, and carries the picture on when it starts again', async () => {
    const before = heldOpen()
    const first = await startRehearsal({ stateDir })
    const input = await pushInput(first, 'host')
    const channelId = await createChannel(first, {
      inputId: input.id,
      recording: 's3ssl://tallylight-rehearsal/before',
      legs: [{ name: 'leg', url: 'rtmps://live.example.com/app', streamName: 'key' }],
    })
    await start(first, channelId)
    const feed = encode(input, await loadTestCard())
    await expect.poll(async () => (await first.picture()).pipelines[0]?.source, soon).toBe('feed')
    await first.close()
    await feed.stop()
    await expect.poll(heldOpen, soon).toBeLessThanOrEqual(before)

    const second = await startRehearsal({ stateDir })
    const world = await second.picture()
    expect(world.pipelines).toMatchObject([{ channelId, source: 'slate' }])
    await expect.poll(async () => (await second.sink('leg'))?.frames, soon).toBeGreaterThan(0)
    expect(await keysUnder(second, 'before/')).toContain('before/a.m3u8')
    await second.close()
  })

  it('refuses to start on a port that is taken, and says so', async () => {
    const first = await startRehearsal()
    const rtmpPort = Number(new URL(first.simulator.rtmp).port)
    await expect(startRehearsal({ rtmpPort })).rejects.toThrow(`Port ${rtmpPort}`)
    await first.close()
  })
})
