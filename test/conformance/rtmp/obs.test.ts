import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEY, startRig } from '../../unit/media/rtmp/rig'
import { startObs } from './obs'
import type { Obs } from './obs'
import { emptied, has, makeFolder } from './tools'

describe.skipIf(!has('obs', 'Xvfb'))('OBS', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>
  let obs: Obs

  beforeAll(async () => {
    folder = await makeFolder()
    obs = await startObs(folder.path)
  })
  afterAll(async () => {
    await obs.stop()
    await folder.remove()
  })

  it('streams to us with the right key, and is measured for what it sends', async () => {
    const rig = await startRig()
    await obs.stream(`${rig.server.url}/live`, KEY)
    const taken = await rig.next()
    await taken.frames(75)
    expect(taken.stream.stats()).toMatchObject({
      videoCodec: 'h264',
      audioCodec: 'aac',
      width: 320,
      height: 180,
      keyframeIntervalMs: 1_000,
      declared: { width: 320, height: 180, fps: 30, videoBitrate: 500_000 },
    })
    expect(taken.stream.stats().audioFrames).toBeGreaterThan(60)
    await obs.endStream()
    expect(await taken.ended).toBe('unpublished')
    expect(await obs.stopped()).toEqual(['STARTING', 'STARTED', 'STOPPING', 'STOPPED'])
    expect(rig.faults).toEqual([])
  })

  it('does not go on air with the wrong key', async () => {
    const rig = await startRig()
    await obs.stream(`${rig.server.url}/live`, 'wrong')
    expect(await obs.stopped()).toEqual(['STARTING', 'STOPPED'])
    expect(rig.requests.map(({ streamName }) => streamName)).toEqual(['wrong'])
    await emptied(rig.server)
  })
})
