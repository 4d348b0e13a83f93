import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it } from 'vitest'
import type { SessionId, TakeId } from '../../../src/shared/domain/ids'
import type { StepView } from '../../../src/shared/domain/session'
import { expectGivenBack } from '../../harness/aftermath'
import {
  draftOf,
  isSettled,
  live,
  plan,
  prepared,
  settledTake,
  stopped,
  taken,
  wrapped,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()
const Bucket = 'tallylight-rehearsal'
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
  const names = async (Prefix: string) => {
    const found: ListObjectsV2CommandOutput = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix }),
    )
    return (found.Contents ?? []).map(({ Key }) => Key ?? '')
  }
  const remove = (gone: readonly string[]) =>
    client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: gone.map((Key) => ({ Key })) } }),
    )
  return { names, remove }
}

async function onAir(rehearsal: Rehearsal): Promise<SessionId> {
  const sessionId = await prepared(rehearsal.life, await plan(rehearsal.life, draftOf()))
  await live(rehearsal.life, sessionId)
  await rehearsal.life.pass(20_000)
  return sessionId
}

async function recorded({ life }: Rehearsal, sessionId: SessionId): Promise<TakeId> {
  const { startTake, endTake } = life.handlers.sessions
  const gesture = { sessionId, pictureAgeMs: null }
  const { takeId } = await startTake({ ...gesture, commandId: life.gesture(), name: '' })
  await life.pass(5_000)
  await endTake({ ...gesture, commandId: life.gesture(), takeId })
  return takeId
}

const MINUTE = 60_000
const isWaitForTakes = ({ name }: StepView) => name === 'await-takes-closed'
const closingOf = ({ life }: Rehearsal, id: SessionId) =>
  life.session(id)?.runs.find(({ workflow }) => workflow === 'mark-take')

describe('a take that is closed while the bucket does not answer', () => {
  it('is verified when it answers again, however long that takes', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await onAir(rehearsal)
    const trouble = { status: 503, type: 'SlowDown', message: 'a drill', forMs: 12 * MINUTE }
    aws.simulator.drills.arm({ kind: 'fault', operation: 'GetObject', ...trouble })
    const takeId = await recorded(rehearsal, sessionId)
    await stopped(life, sessionId)
    await life.pass(10.5 * MINUTE)
    expect(life.session(sessionId)?.takes[0]?.state).toBe('closing')
    expect(closingOf(rehearsal, sessionId)?.state).toBe('running')
    const take = await settledTake(life, sessionId, takeId)
    expect(take).toMatchObject({ state: 'verified', trouble: null })
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('does not hold up that paid things are given back, and is closed after the end', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await onAir(rehearsal)
    aws.simulator.drills.arm({ kind: 'deny', operation: 'GetObject' })
    const takeId = await recorded(rehearsal, sessionId)
    const before = await bucketOf(rehearsal).names(`recordings/${sessionId}/1/`)
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    await life.until('takes are waited for', () =>
      life.session(sessionId)?.runs.some(({ steps }) => steps.some(isWaitForTakes)),
    )
    expect(aws.leftovers()).toEqual([])

    const view = await wrapped(life, sessionId)
    expectGivenBack(aws, view)
    expect(view.takes.map(({ state }) => state)).toEqual(['closing'])
    const folder = `recordings/${sessionId}/1/`
    expect(await bucketOf(rehearsal).names(folder)).toEqual(expect.arrayContaining(before))
    expect(view.certificate?.keptRecordings).toEqual([`s3://${Bucket}/${folder}`])

    aws.simulator.drills.clear()
    const closing = closingOf(rehearsal, sessionId)
    if (closing) await life.handlers.sessions.resume({ runId: closing.id })
    expect((await settledTake(life, sessionId, takeId)).state).toBe('verified')
  })
})

describe('a take whose closing AWS refuses', () => {
  it('is damaged in words, its whole airing is kept, and the show can be ended', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await onAir(rehearsal)
    const refusal = { status: 400, type: 'InvalidRequest', message: 'a drill' }
    aws.simulator.drills.arm({ kind: 'fault', operation: 'GetObject', ...refusal })
    const takeId = await recorded(rehearsal, sessionId)
    const take = await settledTake(life, sessionId, takeId)
    expect(take).toMatchObject({ state: 'damaged', trouble: { code: 'take.not-closed' } })
    await life.until('it is over', () => closingOf(rehearsal, sessionId)?.state === 'succeeded')
    await stopped(life, sessionId)
    const folder = `recordings/${sessionId}/1/`
    const all = await bucketOf(rehearsal).names(folder)
    const view = await wrapped(life, sessionId)
    expectGivenBack(aws, view)
    expect(await bucketOf(rehearsal).names(folder)).toEqual(all)
    expect(view.certificate?.keptRecordings).toEqual([`s3://${Bucket}/${folder}`])
  })
})

describe('keep-takes', () => {
  it('keeps the whole airing of a take with a hole, as it says, and no other airing', async () => {
    const rehearsal = await open()
    const { life } = rehearsal
    const bucket = bucketOf(rehearsal)
    const sessionId = await onAir(rehearsal)
    await stopped(life, sessionId)
    await live(life, sessionId)
    await life.pass(10_000)
    const { startTake, endTake } = life.handlers.sessions
    const mark = { sessionId, pictureAgeMs: null }
    const { takeId } = await startTake({ ...mark, commandId: life.gesture(), name: '' })
    await life.pass(10_000)
    const second = `recordings/${sessionId}/2/`
    const hole = (await bucket.names(second)).filter((name) => name.endsWith('.ts')).slice(-2, -1)
    await bucket.remove(hole)
    await endTake({ ...mark, commandId: life.gesture(), takeId })
    expect((await settledTake(life, sessionId, takeId)).state).toBe('damaged')
    await stopped(life, sessionId)
    const all = await bucket.names(second)
    const { certificate } = await wrapped(life, sessionId)
    const playlist = `recordings/${sessionId}/takes/${takeId}.m3u8`
    expect(await bucket.names(`recordings/${sessionId}/`)).toEqual([...all, playlist])
    expect(certificate?.keptRecordings).toEqual([
      `s3://${Bucket}/${playlist}`,
      `s3://${Bucket}/${second}`,
    ])
  })

  it('keeps the whole airing where a playlist of a take is gone, instead of stopping at it', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const bucket = bucketOf(rehearsal)
    const sessionId = await onAir(rehearsal)
    const take = await taken(life, sessionId, 5_000)
    expect(isSettled(take)).toBe(true)
    await stopped(life, sessionId)
    await bucket.remove([`recordings/${sessionId}/takes/${take.id}.m3u8`])
    const all = await bucket.names(`recordings/${sessionId}/`)
    expectGivenBack(aws, await wrapped(life, sessionId))
    expect(await bucket.names(`recordings/${sessionId}/`)).toEqual(all)
  })
})
