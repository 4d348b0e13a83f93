import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readFlv } from '../../../electron/media/flv/flvFile'
import { isKeyframe } from '../../../electron/media/flv/payload'
import { startPublisher } from '../../../electron/media/rtmp/publisher'
import { becomes, KEY, startRig } from '../../unit/media/rtmp/rig'
import { startNginx } from './nginx'
import type { Nginx } from './nginx'
import { eventually, has, makeFolder, pushFeed, recordFeed, run } from './tools'

describe.skipIf(!has('ffmpeg', 'ffprobe', 'nginx'))('a server that others wrote', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>
  let feed: string

  beforeAll(async () => {
    folder = await makeFolder()
    feed = join(folder.path, 'feed.flv')
    await recordFeed(feed)
  })
  afterAll(() => folder.remove())

  it('is sent every frame of a clip by our publisher, and can play them', async () => {
    const nginx = await ownNginx()
    const publisher = startPublisher({ url: nginx.url, streamName: KEY })
    onTestFinished(() => publisher.close())
    await becomes(publisher, 'publishing')
    const tags = readFlv(await readFile(feed))
    for (const tag of tags) publisher.send(tag)
    const stat = await eventually(async () => seen(await nginx.stat(), /<video>.*<\/audio>/s))
    expect(stat).toMatch(/<width>320<\/width><height>180<\/height>/)
    expect(stat).toMatch(/<codec>H264<\/codec>/)
    expect(stat).toMatch(/<codec>AAC<\/codec>/)
    await publisher.close()
    expect(await packetsIn(await nginx.recording())).toEqual({
      video: 120,
      audio: tags.slice(tags.findIndex(isKeyframe)).filter(({ kind }) => kind === 'audio').length,
    })
    expect(publisher.stats()).toMatchObject({ framesSent: 120, framesDropped: 0 })
  })

  it('is sent what ffmpeg sends us', async () => {
    const [nginx, rig] = await Promise.all([ownNginx(), startRig()])
    const push = pushFeed(feed, `${rig.server.url}/live/${KEY}`)
    onTestFinished(() => push.stop())
    const taken = await rig.next()
    const publisher = startPublisher({ url: nginx.url, streamName: KEY })
    onTestFinished(() => publisher.close())
    taken.stream.onTag((tag) => publisher.send(tag))
    await taken.ended
    const { framesSent, framesDropped } = publisher.stats()
    await publisher.close()
    expect(framesSent + framesDropped).toBe(taken.stream.stats().frames)
    expect(framesSent).toBeGreaterThanOrEqual(90)
    expect((await packetsIn(await nginx.recording())).video).toBe(framesSent)
  })

  async function ownNginx(): Promise<Nginx> {
    const own = await makeFolder()
    const nginx = await startNginx(own.path)
    onTestFinished(async () => {
      await nginx.stop()
      await own.remove()
    })
    return nginx
  }
})

function seen(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)
  if (!found) throw new Error(`not there yet: ${pattern.source}`)
  return found[0]
}

/** Decodes the recording, so that a frame that only looks like one does not count. */
async function packetsIn(path: string): Promise<{ video: number; audio: number }> {
  const fields = ['-count_frames', '-show_entries', 'stream=codec_type,nb_read_frames']
  const json = await run('ffprobe', '-v', 'error', ...fields, '-of', 'json', path)
  const { streams } = JSON.parse(json) as {
    streams: ReadonlyArray<{ codec_type: string; nb_read_frames: string }>
  }
  const count = (type: string) =>
    Number(streams.find(({ codec_type: found }) => found === type)?.nb_read_frames)
  return { video: count('video'), audio: count('audio') }
}
