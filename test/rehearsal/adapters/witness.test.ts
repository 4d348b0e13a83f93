import { afterEach, describe, expect, it } from 'vitest'
import { startPublisher } from '../../../electron/media/rtmp/publisher'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { startLoop } from '../../../electron/media/testCard/loopPlayer'
import { canaryKey, channelSpec, keyRef, openRehearsal, tagsOf } from './openRehearsal'

const soon = { timeout: 15_000, interval: 100 }

describe('the witness of a rehearsal', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  async function running() {
    const rehearsal = await openRehearsal({}, { clock: 'real', picture: 'real' })
    closing.push(rehearsal.close)
    const { mediaLive, witness } = rehearsal.cloud
    await rehearsal.vault.set(keyRef, canaryKey)
    const securityGroupId = await mediaLive.createSecurityGroup({
      cidrs: ['127.0.0.1/32'],
      tags: tagsOf('group'),
    })
    const inputId = await mediaLive.createPushInput({
      key: 'input',
      name: 'Sunday',
      streamName: 'live/host',
      securityGroupId,
      tags: tagsOf('input'),
    })
    const channelId = await mediaLive.createChannel(
      channelSpec(inputId, {
        addresses: [
          { id: 'youtube', url: 'rtmp://a.rtmp.example.com/live2', key: keyRef },
          { id: 'recording', url: 's3ssl://tallylight-rehearsal/recordings/1/show', key: null },
        ],
      }),
    )
    const stateNow = async () => (await mediaLive.listChannels()).items[0]?.state
    await expect.poll(stateNow, soon).toBe('IDLE')
    await mediaLive.startChannel(channelId)
    await expect.poll(stateNow, soon).toBe('RUNNING')
    const ingest = (await mediaLive.listInputs()).items[0]?.ingest
    if (!ingest) throw new Error('the input has no address')
    return { witness, channelId, inputId, ingest }
  }

  async function encode(ingest: { readonly url: string; readonly streamName: string }) {
    const publisher = startPublisher(ingest)
    const tags = await loadTestCard()
    const now = () => performance.now()
    const loop = startLoop({ tags, now, onTag: (tag) => publisher.send(tag) })
    closing.push(async () => {
      loop.stop()
      await publisher.close()
    })
  }

  it('tells what arrives at the input, and the frames of each destination by its id', async () => {
    const { witness, channelId, inputId, ingest } = await running()
    expect(await witness.feed(inputId)).toMatchObject({ arriving: false, width: null })

    await encode(ingest)
    const feed = () => witness.feed(inputId)
    await expect.poll(feed, soon).toMatchObject({ arriving: true, width: 1280, height: 720 })
    await expect.poll(async () => (await feed())?.keyframeIntervalMs, soon).toBeGreaterThan(0)
    expect((await feed())?.bitrateBps).toBeGreaterThan(10_000)

    const delivery = async () => (await witness.deliveries(channelId)).get('youtube')
    await expect.poll(async () => (await delivery())?.frames, soon).toBeGreaterThan(30)
    const seen = await delivery()
    expect(seen?.bytes).toBeGreaterThan(1_000)
    expect(Math.abs(Date.now() - (seen?.lastFrameAt ?? 0))).toBeLessThan(10_000)
    expect([...(await witness.deliveries(channelId)).keys()]).toEqual(['youtube'])
    expect(await witness.deliveries('another')).toEqual(new Map())
  })
})
