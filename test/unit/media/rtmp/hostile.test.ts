import { connect } from 'node:net'
import type { Socket } from 'node:net'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeAmf0 } from '../../../../electron/media/rtmp/amf0Encode'
import { ChunkWriter } from '../../../../electron/media/rtmp/chunkWriter'
import { commandMessage } from '../../../../electron/media/rtmp/commands'
import type { RtmpServer } from '../../../../electron/media/rtmp/server'
import { GREETING, introduction } from './rawSpeech'
import { becomes, connectRaw, KEY, publishTo, startRig } from './rig'
import type { Rig } from './rig'
import { testStream } from './testStream'

const MEBIBYTE = 1024 * 1024
const SHORT = {
  handshakeTimeoutMs: 60,
  publishTimeoutMs: 60,
  idleTimeoutMs: 60,
  lingerMs: 30,
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** The proof that a bad peer harmed nobody: a good one still gets its stream across. */
async function framesServed(rig: Rig): Promise<number> {
  const publisher = publishTo(rig.server)
  const [taken] = await Promise.all([rig.next(), becomes(publisher, 'publishing')])
  for (const tag of testStream(50)) publisher.send(tag)
  await taken.frames(50)
  await publisher.close()
  await taken.ended
  return taken.stream.stats().frames
}

describe('a server drops', () => {
  it.each([
    ['says nothing', Buffer.alloc(0)],
    ['stops in the middle of the handshake', GREETING.subarray(0, 900)],
    ['stops after its first half', GREETING.subarray(0, 1537)],
    ['greets and then says nothing', GREETING],
  ])('a peer that %s', async (_what, bytes) => {
    const rig = await startRig({ limits: SHORT })
    const { socket, closed } = connectRaw(rig.server)
    socket.write(bytes)
    await closed
    expect(await framesServed(rig)).toBe(50)
  })

  it('a peer that sends a byte now and then', async () => {
    const rig = await startRig({ limits: SHORT })
    const { socket, closed } = connectRaw(rig.server)
    let sent = 0
    const drip = setInterval(() => socket.write(GREETING.subarray(sent, (sent += 1))), 5)
    await closed
    clearInterval(drip)
    expect(sent).toBeLessThan(200)
    expect(await framesServed(rig)).toBe(50)
  })

  it('a publisher that keeps its stream alive with commands instead of pictures', async () => {
    const rig = await startRig({ limits: SHORT })
    const { socket, closed } = connectRaw(rig.server)
    const writer = new ChunkWriter()
    socket.write(introduction(writer))
    const taken = await rig.next()
    const drip = setInterval(() => socket.write(writer.write(commandMessage(0, '_checkbw', 0))), 5)
    expect(await taken.ended).toMatch(/nothing was received/)
    await closed
    clearInterval(drip)
  })

  it.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')],
    ['a frame of 16 MB', Buffer.concat([GREETING, hex('06 000000 ffffff 09 01000000')])],
    ['a command of 1 MB', Buffer.concat([GREETING, hex('03 000000 100000 14 00000000')])],
    [
      'AMF0 nested a thousand deep',
      Buffer.concat([
        GREETING,
        new ChunkWriter().write({
          type: 20,
          streamId: 0,
          timestampMs: 0,
          payload: Buffer.concat([encodeAmf0(['connect', 1]), hex('0a00000001'.repeat(1000))]),
        }),
      ]),
    ],
  ])('a peer that sends %s', async (_what, bytes) => {
    const rig = await startRig()
    const { socket, closed } = connectRaw(rig.server)
    socket.write(bytes)
    await closed
    expect(rig.faults.map(({ name }) => name)).toEqual(['RtmpProtocolError'])
    expect(await framesServed(rig)).toBe(50)
  })

  it('a peer that asks and never reads the answers', async () => {
    const rig = await startRig({ limits: { maxUnsentBytes: 20_000 } })
    const { socket, closed } = connectRaw(rig.server)
    socket.pause()
    const writer = new ChunkWriter()
    socket.write(GREETING)
    const calls = Buffer.concat(
      Array.from({ length: 1_000 }, () => writer.write(commandMessage(0, 'connect', 1))),
    )
    const flood = () => socket.write(calls, () => socket.destroyed || flood())
    flood()
    // A paused socket does not notice that it was dropped, so the server's own word counts.
    while (rig.faults.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(rig.faults[0]?.message).toMatch(/does not read what it asked for/)
    socket.destroy()
    await closed
    expect(await framesServed(rig)).toBe(50)
  })

  it('whoever comes when it has as many connections as it may have', async () => {
    const rig = await startRig({ limits: { maxConnections: 2, lingerMs: 30 } })
    const patient = [connectRaw(rig.server), connectRaw(rig.server)]
    while (rig.server.sessions() < 2) await new Promise((resolve) => setImmediate(resolve))
    await connectRaw(rig.server).closed
    for (const { socket } of patient) socket.destroy()
    await Promise.all(patient.map(({ closed }) => closed))
    while (rig.server.sessions() > 0) await new Promise((resolve) => setImmediate(resolve))
    expect(await framesServed(rig)).toBe(50)
  })
})

describe('a server refuses', () => {
  it('to play, and says so', async () => {
    const rig = await startRig()
    const heard = await say(rig.server, [
      commandMessage(0, 'connect', 1, { app: 'live' }),
      commandMessage(1, 'play', 0, null, 'anything'),
    ])
    expect(heard).toContain('NetStream.Play.Failed')
  })

  it('to publish before connect, or twice on one connection', async () => {
    const rig = await startRig()
    const publish = commandMessage(1, 'publish', 3, null, KEY, 'live')
    expect(await say(rig.server, [publish])).toContain('NetStream.Publish.BadName')
    const connected = commandMessage(0, 'connect', 1, { app: 'live' })
    expect(await say(rig.server, [connected, publish, publish])).toContain('BadName')
    await (
      await rig.next()
    ).ended
    expect(await framesServed(rig)).toBe(50)
  })
})

describe('a server lives through', () => {
  it('anything at all, with and without a greeting', async () => {
    const rig = await startRig({ limits: { lingerMs: 20 } })
    const anything = fc.uint8Array({ minLength: 1, maxLength: 4_000, size: 'max' })
    const start = fc.constantFrom('nothing', 'greeting', 'publishing')
    await fc.assert(
      fc.asyncProperty(start, anything, async (kind, bytes) => {
        const { socket, closed } = connectRaw(rig.server)
        if (kind === 'greeting') socket.write(GREETING)
        if (kind === 'publishing') socket.write(introduction(new ChunkWriter()))
        socket.end(bytes)
        await closed
      }),
      { seed: 31, numRuns: 150 },
    )
    expect(rig.server.sessions()).toBe(0)
    while (rig.requests.length > 0) {
      rig.requests.pop()
      await (
        await rig.next()
      ).ended
    }
    expect(await framesServed(rig)).toBe(50)
  })

  it('many peers that each leave a large message unfinished, in bounded memory', async () => {
    const limits = { maxConnections: 20, maxBufferedBytes: 2 * MEBIBYTE, lingerMs: 20 }
    const rig = await startRig({ limits })
    const part = Buffer.concat([
      GREETING,
      hex('02 000000 000004 01 00000000 00100000'),
      ...[4, 5, 6].map((id) =>
        Buffer.concat([hex(`0${id} 000000 7fffff 09 01000000`), Buffer.alloc(MEBIBYTE)]),
      ),
    ])
    const before = process.memoryUsage().arrayBuffers
    const peers = Array.from({ length: 20 }, () => connectRaw(rig.server))
    for (const { socket } of peers) socket.write(part)
    let most = 0
    while (rig.faults.length < 20) {
      await new Promise((resolve) => setImmediate(resolve))
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(rig.faults.map(({ message }) => message)).toEqual(
      Array.from({ length: 20 }, () => 'too many unfinished messages'),
    )
    // Twice the bound: memory that was let go counts until it is collected.
    expect(most).toBeLessThan(2 * 20 * limits.maxBufferedBytes)
    await Promise.all(peers.map(({ closed }) => closed))
    expect(await framesServed(rig)).toBe(50)
  })
})

/** Says the messages and returns all that was answered, as text. */
async function say(
  server: RtmpServer,
  messages: ReadonlyArray<ReturnType<typeof commandMessage>>,
): Promise<string> {
  const writer = new ChunkWriter()
  const socket: Socket = connect(server.port, '127.0.0.1')
  socket.write(Buffer.concat([GREETING, ...messages.map((message) => writer.write(message))]))
  const heard: Buffer[] = []
  for await (const bytes of socket) heard.push(bytes)
  return Buffer.concat(heard).toString('latin1')
}
