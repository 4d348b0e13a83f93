import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MediaTag } from '../../../../electron/media/mediaTag'
import { ChunkWriter } from '../../../../electron/media/rtmp/chunkWriter'
import { startRtmpServer } from '../../../../electron/media/rtmp/server'
import type { IncomingStream } from '../../../../electron/media/rtmp/server'
import { becomes, connectRaw, KEY, publishTo, startRig } from './rig'
import { asMessage, GREETING, introduction } from './rawSpeech'
import { audioHeader, metadata, testStream, videoFrame, videoHeader } from './testStream'

const plain = (tags: ReturnType<typeof testStream>) =>
  tags.map(({ kind, timestampMs, payload }) => [
    kind,
    timestampMs,
    Buffer.from(payload).toString('base64'),
  ])

describe('a publisher and a server', () => {
  it('carry every tag across, in order and with its time', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server)
    const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
    const sent = testStream(500, 9_000)
    for (const tag of sent) publisher.send(tag)
    await taken.frames(500)
    await publisher.close()
    expect(await taken.ended).toBe('unpublished')
    expect(plain(taken.tags)).toEqual(plain(sent))
    expect(taken.stream.stats()).toMatchObject({ frames: 500, audioFrames: 500, width: 1280 })
    expect(publisher.stats()).toMatchObject({ framesSent: 500, framesDropped: 0, reconnects: 0 })
    expect(publisher.stats().bytesSent).toBeGreaterThan(500 * 9_000)
    expect(rig.requests).toEqual([
      {
        app: 'live',
        streamName: KEY,
        tcUrl: `${rig.server.url}/live`,
        remoteAddress: '127.0.0.1',
        encoder: 'FMLE/3.0 (compatible; Tallylight)',
      },
    ])
    expect(rig.faults).toEqual([])
  })

  it('flush what was sent before a close', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server)
    await becomes(publisher, 'publishing')
    for (const tag of testStream(100, 5_000)) publisher.send(tag)
    await publisher.close()
    const taken = await rig.next()
    await taken.ended
    expect(taken.stream.stats().frames).toBe(100)
    expect(publisher.state().kind).toBe('closed')
  })

  it('acknowledge every window, so that a long stream is never held back', async () => {
    const rig = await startRig()
    const heard: Buffer[] = []
    const dial = (host: string, port: number) => {
      const socket = connect(port, host)
      socket.on('data', (bytes) => heard.push(bytes))
      return socket
    }
    const publisher = publishTo(rig.server, { connect: dial, maxBufferedBytes: 100e6 })
    const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
    const before = Buffer.concat(heard).length
    for (const tag of testStream(300, 50_000)) publisher.send(tag)
    await taken.frames(300)
    // 15 MB are six windows of 2.5 MB; an acknowledgement is a chunk of at most 16 bytes.
    await becomesTrue(() => Buffer.concat(heard).length - before >= 5 * 5)
    expect(Buffer.concat(heard).length - before).toBeLessThanOrEqual(6 * 16)
  })
})

describe('a refusal', () => {
  it('reaches the publisher with its code and without the key', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server, { streamName: 'wrong key?backup=1' })
    await becomes(publisher, 'refused')
    const { error = '', willRetry } = publisher.state()
    expect(error).toBe('NetStream.Publish.BadName: there is no stream ••••')
    expect(willRetry).toBe(false)
    expect(rig.requests[0]?.streamName).toBe('wrong key?backup=1')
  })

  it('can be of the whole connection', async () => {
    const code = 'NetConnection.Connect.Rejected'
    const rig = await startRig({ accept: () => ({ ok: false, code, description: 'not you' }) })
    const publisher = publishTo(rig.server)
    await becomes(publisher, 'refused')
    expect(publisher.state().error).toBe(`${code}: not you`)
  })

  it('is tried again while attempts are left, and then is final', async () => {
    const rig = await startRig()
    const reconnect = { intervalMs: 1, attempts: 2 }
    const publisher = publishTo(rig.server, { streamName: 'wrong', reconnect })
    await new Promise<void>((resolve) =>
      publisher.onChange(({ kind, willRetry }) => kind === 'refused' && !willRetry && resolve()),
    )
    expect(rig.requests).toHaveLength(3)
    expect(publisher.state()).toMatchObject({ kind: 'refused', attempt: 3, willRetry: false })
  })

  it('follows when the caller itself fails, which is told and harms nobody else', async () => {
    let isBroken = true
    const rig = await startRig()
    const server = await startRtmpServer({
      accept: () => {
        if (isBroken) throw new Error('no database')
        return { ok: true, onStream: () => undefined }
      },
      onFault: (error) => rig.faults.push(error),
    })
    onTestFinished(() => server.close())
    const refused = publishTo(server)
    await becomes(refused, 'refused')
    expect(refused.state().error).not.toContain('database')
    expect(rig.faults.map(({ message }) => message)).toEqual(['no database'])
    isBroken = false
    await becomes(publishTo(server), 'publishing')
  })
})

describe('a stream', () => {
  it('is decided on in the caller’s own time, and nothing sent meanwhile is lost', async () => {
    const verdict = Promise.withResolvers<boolean>()
    const streams: IncomingStream[] = []
    const tags: MediaTag[] = []
    const rig = await startRig({
      accept: async () => {
        await verdict.promise
        return {
          ok: true,
          onStream: (stream) => {
            streams.push(stream)
            stream.onTag((tag) => tags.push(tag))
          },
        }
      },
    })
    const writer = new ChunkWriter()
    const sent = testStream(40, 3_000)
    const { socket } = connectRaw(rig.server)
    socket.write(introduction(writer))
    for (const tag of sent) socket.write(writer.write(asMessage(tag)))
    await becomesTrue(() => socket.bytesWritten > 120_000 && rig.server.sessions() === 1)
    expect(tags).toEqual([])
    verdict.resolve(true)
    await becomesTrue(() => tags.length === sent.length)
    expect(plain(tags)).toEqual(plain(sent))
    expect(streams).toHaveLength(1)
  })

  it('gives a listener that comes late the headers first', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server)
    const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
    for (const tag of testStream(3)) publisher.send(tag)
    await taken.frames(3)
    const late: ReturnType<typeof testStream>[number][] = []
    const stop = taken.stream.onTag((tag) => late.push(tag))
    expect(plain(late)).toEqual(plain([metadata, videoHeader, audioHeader]))
    stop()
    publisher.send(videoFrame(200, true))
    await taken.frames(4)
    expect(late).toHaveLength(3)
  })

  it('can be ended by the server, with a reason that its publisher hears', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server)
    const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
    taken.stream.close('the rehearsal drops the input')
    expect(await taken.ended).toBe('the rehearsal drops the input')
    await becomes(publisher, 'failed')
    expect(publisher.state().error).toBe('the rehearsal drops the input')
    const late = await new Promise((resolve) => taken.stream.onEnd(resolve))
    expect(late).toBe('the rehearsal drops the input')
  })

  it('ends when nothing is received any more', async () => {
    const rig = await startRig({ limits: { idleTimeoutMs: 50, lingerMs: 50 } })
    publishTo(rig.server)
    const taken = await rig.next()
    expect(await taken.ended).toBe('nothing was received for 0.05 s')
  })

  it('ends alone when its listener fails', async () => {
    const rig = await startRig()
    const good = publishTo(rig.server)
    const [kept] = await Promise.all([rig.next(), becomes(good, 'publishing')])
    const bad = publishTo(rig.server)
    const [broken] = await Promise.all([rig.next(), becomes(bad, 'publishing')])
    broken.stream.onTag(() => {
      throw new Error('disk full')
    })
    for (const tag of testStream(1)) bad.send(tag)
    expect(await broken.ended).toBe('disconnected: disk full')
    for (const tag of testStream(5)) good.send(tag)
    await kept.frames(5)
    expect(rig.faults.map(({ message }) => message)).toEqual(['disk full'])
  })
})

describe('a publisher', () => {
  it('comes back after the server was restarted, and begins with headers and a keyframe', async () => {
    const first = await startRig()
    let port = first.server.port
    const publisher = publishTo(first.server, {
      connect: (host) => connect(port, host),
      reconnect: { intervalMs: 5, attempts: 200 },
    })
    const [before] = await Promise.all([first.next(), becomes(publisher, 'publishing')])
    for (const tag of testStream(10)) publisher.send(tag)
    await before.frames(10)
    await first.server.close()
    await becomes(publisher, 'waiting')
    publisher.send(videoFrame(400, false))

    const second = await startRig()
    port = second.server.port
    const [after] = await Promise.all([second.next(), becomes(publisher, 'publishing')])
    publisher.send(videoFrame(440, false))
    const resumed = [videoFrame(480, true), videoFrame(520, false)]
    for (const tag of resumed) publisher.send(tag)
    await after.frames(2)
    const headers = [metadata, videoHeader, audioHeader].map((tag) => ({
      ...tag,
      timestampMs: 480,
    }))
    expect(plain(after.tags)).toEqual(plain([...headers, ...resumed]))
    expect(publisher.stats()).toMatchObject({ framesSent: 12, framesDropped: 2, reconnects: 1 })
  })

  it('fails for good when nobody answers and it was not told to try again', async () => {
    const rig = await startRig()
    await rig.server.close()
    const publisher = publishTo(rig.server)
    await becomes(publisher, 'failed')
    expect(publisher.state()).toMatchObject({ error: 'no server answers there', attempt: 1 })
  })

  it('gives up a server that accepts the connection and says nothing', async () => {
    const silent = await startPeer(() => undefined)
    const publisher = publishTo({ ...silent, sessions: () => 0 }, { acceptTimeoutMs: 30 })
    await becomes(publisher, 'failed')
    expect(publisher.state().error).toBe('the server did not answer in time')
  })

  it('gives up a server that speaks something else', async () => {
    const web = await startPeer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const publisher = publishTo({ ...web, sessions: () => 0 })
    await becomes(publisher, 'failed')
    expect(publisher.state().error).toBe('the peer does not speak RTMP')
  })

  it('drops frames rather than memory when more comes than the server takes, and goes on after', async () => {
    const rig = await startRig()
    const relay = await startPeer((socket) => {
      const downstream = connect(rig.server.port, '127.0.0.1')
      socket.pipe(downstream).pipe(socket)
    })
    const limit = 512 * 1024
    const publisher = publishTo({ ...relay, sessions: () => 0 }, { maxBufferedBytes: limit })
    const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
    for (const tag of testStream(1_000, 50_000)) publisher.send(tag)
    const { framesSent, framesDropped } = publisher.stats()
    expect(framesSent + framesDropped).toBe(1_000)
    // What lies beyond our limit is in the kernel's buffers, whose size is the machine's affair.
    expect(framesDropped).toBeGreaterThan(500)
    await taken.frames(framesSent)
    publisher.send(videoFrame(50_000, true))
    await taken.frames(framesSent + 1)
  })

  it('answers a ping', async () => {
    const heard: Buffer[] = []
    const peer = await startPeer((socket) => {
      socket.on('data', (bytes) => heard.push(bytes))
      socket.write(Buffer.concat([GREETING, PING]))
    })
    publishTo({ ...peer, sessions: () => 0 })
    await becomesTrue(() => Buffer.concat(heard).includes(PONG))
    expect(Buffer.concat(heard).includes(PONG)).toBe(true)
  })

  it('fails in words when the connection cannot even be begun', async () => {
    const rig = await startRig()
    const connectNowhere = () => {
      throw new Error(`no way to ${KEY}`)
    }
    const publisher = publishTo(rig.server, { connect: connectNowhere })
    expect(publisher.state()).toMatchObject({ kind: 'failed', error: 'no way to ••••' })
  })

  it('may be closed at any time, and more than once', async () => {
    const rig = await startRig()
    const publisher = publishTo(rig.server)
    await Promise.all([publisher.close(), publisher.close()])
    publisher.send(videoFrame(0, true))
    expect(publisher.state().kind).toBe('closed')
  })
})

describe('a server', () => {
  it('says in a sentence that its port is taken', async () => {
    const rig = await startRig()
    await expect(
      startRtmpServer({ accept: acceptAny, port: rig.server.port }),
    ).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `Port ${rig.server.port} on 127.0.0.1 is taken by another program.`,
    })
  })

  it('answers a ping', async () => {
    const rig = await startRig()
    const heard: Buffer[] = []
    const { socket } = connectRaw(rig.server)
    socket.on('data', (bytes) => heard.push(bytes))
    socket.write(Buffer.concat([GREETING, PING]))
    await becomesTrue(() => Buffer.concat(heard).includes(PONG))
    expect(Buffer.concat(heard).includes(PONG)).toBe(true)
  })

  it('ends every stream when it closes, and leaves nothing open', async () => {
    const rig = await startRig()
    publishTo(rig.server)
    const taken = await rig.next()
    await rig.server.close()
    expect(await taken.ended).toBe('the server is closing')
    expect(rig.server.sessions()).toBe(0)
  })
})

/** User control: event 6 asks, event 7 answers with the same time. */
const PING = Buffer.from('0200000000000604000000000006cafebabe', 'hex')
const PONG = Buffer.from('0007cafebabe', 'hex')

const acceptAny = () => ({ ok: true, onStream: () => undefined }) as const

/** A TCP server that is no RTMP server, closed with the test. */
async function startPeer(onSocket: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      sockets.forEach((socket) => socket.destroy())
      server.close(() => resolve())
    })
  onTestFinished(close)
  const { port } = server.address() as AddressInfo
  return { port, url: `rtmp://127.0.0.1:${port}`, close }
}

/** For what has no event of its own. */
async function becomesTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
