import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it } from 'vitest'
import { readMediaPlaylist } from '../../../electron/core/shows/mediaPlaylist'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { TakeView } from '../../../src/shared/domain/session'
import type { ShowDraft } from '../../../src/shared/domain/show'
import { draftOf, live, plan, prepared, stopped, taken, wrapped } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()
const bucket = 'tallylight-rehearsal'
const clients: S3Client[] = []
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))

/** The bucket as anybody else with the account's keys sees it. */
function bucketOf({ aws }: Rehearsal) {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: aws.simulator.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' },
  })
  clients.push(client)
  return {
    names: async (prefix: string) => {
      const { Contents } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
      )
      return (Contents ?? []).map(({ Key }) => Key ?? '')
    },
    remove: (name: string) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name })),
    text: async (name: string) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
      return (await Body?.transformToString()) ?? ''
    },
  }
}

async function onAir(rehearsal: Rehearsal, more: Partial<ShowDraft> = {}): Promise<SessionId> {
  const sessionId = await prepared(rehearsal.life, await plan(rehearsal.life, draftOf(more)))
  await live(rehearsal.life, sessionId)
  return sessionId
}

const SEGMENT_MS = 2_000

async function expectHoldsItsMarks(rehearsal: Rehearsal, take: TakeView): Promise<void> {
  const name = take.playUrl?.replace('/media/', 'recordings/') ?? ''
  const { segments, ended } = readMediaPlaylist(await bucketOf(rehearsal).text(name))
  const [first, last] = [segments[0], segments.at(-1)]
  if (!first || !last) throw new Error('the take is empty')
  const lead = take.inAt - first.startsAt
  const tail = last.startsAt + last.seconds * 1000 - (take.outAt ?? NaN)
  expect(ended).toBe(true)
  expect(lead).toBeGreaterThanOrEqual(0)
  expect(lead).toBeLessThan(SEGMENT_MS)
  expect(tail).toBeGreaterThanOrEqual(0)
  expect(tail).toBeLessThan(SEGMENT_MS)
  expect(take.seconds).toBe(segments.reduce((sum, { seconds }) => sum + seconds, 0))
}

describe('a take', () => {
  it.each([100, 2_000, 3_333, 61_000])(
    'of %i ms contains both marks and less than a segment more',
    async (ms) => {
      const rehearsal = await open()
      const { life } = rehearsal
      const sessionId = await onAir(rehearsal)
      await life.pass(3_700)
      const take = await taken(life, sessionId, ms)
      expect(take).toMatchObject({ state: 'verified', trouble: null })
      expect((take.outAt ?? NaN) - take.inAt).toBe(ms)
      await expectHoldsItsMarks(rehearsal, take)
    },
  )

  it('is one for a double click, and may overlap another', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const sessionId = await onAir(rehearsal)
    await life.pass(2_500)
    const commandId = life.gesture()
    const { startTake, endTake } = life.handlers.sessions
    const start = { commandId, sessionId, name: 'Sermon', pictureAgeMs: null }
    const [{ takeId }, again] = await Promise.all([startTake(start), startTake(start)])
    expect(again).toEqual({ takeId })
    const inner = await taken(life, sessionId, 3_000)
    await endTake({ commandId: life.gesture(), sessionId, takeId, pictureAgeMs: null })
    await life.until('both are closed', () =>
      life.session(sessionId)?.takes.every(({ state }) => state === 'verified'),
    )
    const takes = life.session(sessionId)?.takes ?? []
    expect(takes.map(({ name }) => name)).toEqual(['Sermon', 'Take 2'])
    for (const take of [...takes, inner]) await expectHoldsItsMarks(rehearsal, take)
  })

  it('whose channel is stopped before its end is closed at the stop', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const sessionId = await onAir(rehearsal)
    await life.pass(2_500)
    const { startTake } = life.handlers.sessions
    await startTake({ commandId: life.gesture(), sessionId, name: '', pictureAgeMs: null })
    await life.pass(9_000)
    await stopped(life, sessionId)
    await life.until('it is closed', () => life.session(sessionId)?.takes[0]?.state === 'verified')
    const takes = life.session(sessionId)?.takes ?? []
    expect(takes).toHaveLength(1)
    for (const take of takes) await expectHoldsItsMarks(rehearsal, take)
  })

  it('is refused in words while nothing runs', async () => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await expect(
      life.handlers.sessions.startTake({
        commandId: life.gesture(),
        sessionId,
        name: '',
        pictureAgeMs: null,
      }),
    ).rejects.toMatchObject({ wire: { code: 'session.not-now' } })
  })

  it('with a hole in the bucket is called damaged, and says how large the hole is', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const sessionId = await onAir(rehearsal)
    await life.pass(2_500)
    const { startTake, endTake } = life.handlers.sessions
    const start = { commandId: life.gesture(), sessionId, name: '', pictureAgeMs: null }
    const { takeId } = await startTake(start)
    await life.pass(10_000)
    const bucketNow = bucketOf(rehearsal)
    const names = await bucketNow.names(`recordings/${sessionId}/1/`)
    await bucketNow.remove(names.find((name) => name.endsWith('_00003.ts')) ?? '')
    await endTake({ commandId: life.gesture(), sessionId, takeId, pictureAgeMs: null })
    await life.until('it is closed', () => life.session(sessionId)?.takes[0]?.trouble ?? false)
    expect(life.session(sessionId)?.takes[0]).toMatchObject({
      state: 'damaged',
      trouble: { code: 'take.incomplete', why: expect.stringMatching(/^1 of/) },
    })
  })
})

describe('when the show is ended', () => {
  it('keep-takes deletes what no take covers, and nothing else', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const sessionId = await onAir(rehearsal)
    await life.pass(20_000)
    const take = await taken(life, sessionId, 5_000)
    await life.pass(20_000)
    const names = await bucketOf(rehearsal).names(`recordings/${sessionId}/`)
    await wrapped(life, sessionId)
    const kept = await bucketOf(rehearsal).names(`recordings/${sessionId}/`)
    const segments = kept.filter((name) => name.endsWith('.ts'))
    expect(segments).toHaveLength((take.seconds ?? NaN) / 2)
    expect(segments.length).toBeLessThan(names.filter((name) => name.endsWith('.ts')).length)
    expect(kept.filter((name) => name.endsWith('.m3u8'))).toEqual([
      `recordings/${sessionId}/takes/${take.id}.m3u8`,
    ])
    await expectHoldsItsMarks(rehearsal, take)
  })

  it('keep-takes without a take keeps nothing', async () => {
    const rehearsal = await open()
    const sessionId = await onAir(rehearsal)
    await rehearsal.life.pass(10_000)
    await wrapped(rehearsal.life, sessionId)
    expect(await bucketOf(rehearsal).names(`recordings/${sessionId}/`)).toEqual([])
  })

  it('keep-everything keeps every segment of every airing', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const sessionId = await onAir(rehearsal, { recording: 'keep-everything' })
    await life.pass(20_000)
    await stopped(life, sessionId)
    const before = await bucketOf(rehearsal).names(`recordings/${sessionId}/`)
    await wrapped(life, sessionId)
    expect(before.length).toBeGreaterThan(8)
    expect(await bucketOf(rehearsal).names(`recordings/${sessionId}/`)).toEqual(before)
  })
})

describe('the second airing of a session', () => {
  it('records into a folder of its own, by an update of the same channel', async () => {
    const rehearsal = await open()
    const { life, aws } = rehearsal
    const sessionId = await onAir(rehearsal, { recording: 'keep-everything' })
    await life.pass(4_000)
    const one = await taken(life, sessionId, 4_000)
    await stopped(life, sessionId)
    await live(life, sessionId)
    await life.pass(4_000)
    const two = await taken(life, sessionId, 4_000)
    for (const take of [one, two]) await expectHoldsItsMarks(rehearsal, take)
    await stopped(life, sessionId)
    const names = await bucketOf(rehearsal).names(`recordings/${sessionId}/`)
    const folders = new Set(names.map((name) => name.split('/')[2]))
    expect([...folders].toSorted()).toEqual(['1', '2', 'takes'])
    expect(aws.things().channels).toHaveLength(1)
    expect(life.calls.filter(({ operation }) => operation === 'UpdateChannel')).toHaveLength(1)
  })
})
