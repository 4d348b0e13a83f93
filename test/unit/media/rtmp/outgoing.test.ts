import { describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../../electron/media/mediaTag'
import { OutgoingStream } from '../../../../electron/media/rtmp/outgoingStream'
import { parsePublishUrl } from '../../../../electron/media/rtmp/publishUrl'
import { Timeline } from '../../../../electron/media/rtmp/timeline'
import { audioFrame, audioHeader, metadata, videoFrame, videoHeader } from './testStream'

class Sink {
  unsentBytes = 0
  readonly sent: Array<{ tag: MediaTag; at: number }> = []

  send(tag: MediaTag, at: number): number {
    this.sent.push({ tag, at })
    return tag.payload.length
  }
}

function outgoing() {
  let nowMs = 0
  const stream = new OutgoingStream(1_000, () => nowMs)
  const sink = new Sink()
  return { stream, sink, wait: (ms: number) => (nowMs += ms) }
}

const kinds = (sink: Sink) => sink.sent.map(({ tag }) => tag.payload)

describe('an outgoing stream', () => {
  it('begins with metadata, sequence headers and a keyframe', () => {
    const { stream, sink } = outgoing()
    for (const tag of [videoHeader, audioHeader, metadata, videoFrame(0, true)]) stream.send(tag)
    stream.attach(sink)
    for (const tag of [videoFrame(40, false), audioFrame(41)]) stream.send(tag)
    const key = videoFrame(80, true)
    stream.send(key)
    expect(kinds(sink)).toEqual([metadata, videoHeader, audioHeader, key].map((tag) => tag.payload))
    expect(stream.counts()).toMatchObject({ framesSent: 1, framesDropped: 2 })
  })

  it('begins with sound when there is no picture', () => {
    const { stream, sink } = outgoing()
    stream.attach(sink)
    for (const tag of [audioHeader, audioFrame(0)]) stream.send(tag)
    expect(kinds(sink)).toEqual([audioHeader.payload, audioFrame(0).payload])
  })

  it('drops up to the next keyframe when the server is slow, and counts it', () => {
    const { stream, sink, wait } = outgoing()
    stream.attach(sink)
    for (const tag of [videoHeader, videoFrame(0, true)]) stream.send(tag)
    sink.unsentBytes = 1_001
    for (const tag of [videoFrame(40, false), videoFrame(80, true)]) stream.send(tag)
    wait(500)
    expect(stream.stalledMs()).toBe(500)
    sink.unsentBytes = 0
    for (const tag of [videoFrame(120, false), audioFrame(121)]) stream.send(tag)
    stream.send(videoFrame(160, true))
    expect(sink.sent.map(({ at }) => at)).toEqual([0, 0, 160])
    expect(stream.counts()).toMatchObject({ framesSent: 2, framesDropped: 3 })
    expect(stream.stalledMs()).toBe(0)
  })

  it('sends a new sequence header that came while it was dropping', () => {
    const { stream, sink } = outgoing()
    stream.attach(sink)
    for (const tag of [videoHeader, videoFrame(0, true)]) stream.send(tag)
    sink.unsentBytes = 1_001
    stream.send(videoFrame(40, false))
    const changed = { ...videoHeader, payload: Buffer.from([...videoHeader.payload, 0]) }
    stream.send(changed)
    sink.unsentBytes = 0
    stream.send(videoFrame(80, true))
    expect(kinds(sink).slice(2)).toEqual([changed.payload, videoFrame(80, true).payload])
  })
})

describe('a timeline', () => {
  it('keeps the times of a steady source', () => {
    expect(
      placed([0, videoFrame(5_000, true)], [1, audioFrame(4_990)], [2, videoFrame(5_040, false)]),
    ).toEqual([5_000, 4_990, 5_040])
  })

  it('goes on by the clock when the source starts again from nought', () => {
    expect(
      placed(
        [0, videoFrame(9_000, true)],
        [700, videoFrame(0, true)],
        [740, videoFrame(40, false)],
      ),
    ).toEqual([9_000, 9_700, 9_740])
  })

  it('goes on by the clock when another source with later times comes in', () => {
    expect(placed([0, videoFrame(40, true)], [80, videoFrame(7_000_000, true)])).toEqual([40, 120])
  })

  it('keeps a gap that the source had', () => {
    expect(placed([0, videoFrame(0, true)], [3, videoFrame(20_000, true)])).toEqual([0, 20_000])
  })

  it('never gives one kind an earlier time than before', () => {
    expect(
      placed([0, videoFrame(100, true)], [1, videoFrame(90, false)], [2, videoFrame(110, false)]),
    ).toEqual([100, 100, 110])
  })

  it('goes through the wrap at 2^32', () => {
    expect(placed([0, videoFrame(2 ** 32 - 20, true)], [20, videoFrame(20, false)])).toEqual([
      2 ** 32 - 20,
      20,
    ])
  })
})

describe('a publish address', () => {
  it.each([
    [
      'rtmp://198.51.100.7/live',
      { isSecure: false, host: '198.51.100.7', port: 1935, app: 'live' },
    ],
    [
      'rtmps://in.example.com:443/app/',
      { isSecure: true, host: 'in.example.com', port: 443, app: 'app' },
    ],
    ['rtmp://[::1]:1936/a/b', { isSecure: false, host: '::1', port: 1936, app: 'a/b' }],
  ])('%s is understood', (address, target) => {
    expect(parsePublishUrl(address)).toMatchObject(target)
  })

  it('that is none is refused without being repeated', () => {
    for (const address of ['http://example.com/app/secretKey', 'secretKey', 'rtmp:///secretKey']) {
      expect(() => parsePublishUrl(address)).toThrow(/must look like rtmp:\/\/host\/app/)
      expect(() => parsePublishUrl(address)).not.toThrow(/secretKey/)
    }
  })
})

/** The times that tags get which arrive at the given times of the clock. */
function placed(...steps: ReadonlyArray<readonly [atMs: number, tag: MediaTag]>) {
  let nowMs = 0
  const timeline = new Timeline(() => nowMs)
  return steps.map(([atMs, tag]) => {
    nowMs = atMs
    return timeline.place(tag)
  })
}
