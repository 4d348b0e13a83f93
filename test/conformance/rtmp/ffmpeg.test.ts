import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { becomes, KEY, publishTo, startRig } from '../../unit/media/rtmp/rig'
import { emptied, has, makeFolder, pushFeed, recordFeed, run } from './tools'

describe.skipIf(!has('ffmpeg'))('ffmpeg', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>
  let feed: string

  beforeAll(async () => {
    folder = await makeFolder()
    feed = join(folder.path, 'feed.flv')
    await recordFeed(feed)
  })
  afterAll(() => folder.remove())

  it('is taken in whole, and measured for what it is', async () => {
    const rig = await startRig()
    const push = pushFeed(feed, `${rig.server.url}/live/${KEY}`)
    onTestFinished(() => push.stop())
    const taken = await rig.next()
    await taken.frames(110)
    const { fps, bitrateBps } = taken.stream.stats()
    expect(fps).toBeGreaterThan(27)
    expect(fps).toBeLessThan(33)
    expect(bitrateBps).toBeGreaterThan(200_000)
    expect(bitrateBps).toBeLessThan(1_200_000)
    expect(await taken.ended).toBe('unpublished')
    expect(await push.exit).toBe(0)
    expect(taken.stream.stats()).toMatchObject({
      frames: 120,
      videoCodec: 'h264',
      audioCodec: 'aac',
      width: 320,
      height: 180,
      keyframeIntervalMs: 1_000,
      declared: { width: 320, height: 180, fps: 30 },
    })
    expect(rig.requests[0]).toMatchObject({ app: 'live', streamName: KEY })
    expect(rig.requests[0]?.encoder).toMatch(/Lavf/)
  })

  it('sees that its key is wrong', async () => {
    const rig = await startRig()
    const push = pushFeed(feed, `${rig.server.url}/live/wrong`)
    onTestFinished(() => push.stop())
    expect(await push.exit).not.toBe(0)
    expect(push.said()).toContain('Server error: there is no stream wrong')
    await emptied(rig.server)
  })

  it('ends its stream at once when it is killed', async () => {
    const rig = await startRig()
    const push = pushFeed(feed, `${rig.server.url}/live/${KEY}`)
    onTestFinished(() => push.stop())
    const taken = await rig.next()
    await taken.frames(15)
    const killedAt = performance.now()
    push.process.kill('SIGKILL')
    expect(await taken.ended).toMatch(/^disconnected/)
    expect(performance.now() - killedAt).toBeLessThan(500)
  })

  it.skipIf(!has('openssl'))(
    'pushes over TLS, and our publisher asks for a trusted name',
    async () => {
      const rig = await startRig({ tls: await selfSigned(folder.path) })
      expect(rig.server.url).toMatch(/^rtmps:/)
      const push = pushFeed(feed, `${rig.server.url}/live/${KEY}`)
      onTestFinished(() => push.stop())
      await (await rig.next()).frames(10)
      await becomes(publishTo(rig.server, { certificate: 'self-signed' }), 'publishing')
      const careful = publishTo(rig.server)
      await becomes(careful, 'failed')
      expect(careful.state().error).toMatch(/self-signed/)
    },
  )
})

/** Made on the spot, so that no private key lies in the repository. */
async function selfSigned(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '2']
  await run('openssl', 'req', '-x509', ...made, '-keyout', key, '-out', cert)
  return { key: await readFile(key), cert: await readFile(cert) }
}
