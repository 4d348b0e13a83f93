import {
  CreateInputSecurityGroupCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
} from '@aws-sdk/client-medialive'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../harness/tempFolder'
import { openAccount, refusalOf, type RehearsalAccount } from '../medialive/rehearsalAccount'
import { watched } from '../../harness/conformanceWitness'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const arm = (...drill: Parameters<RehearsalAccount['simulator']['drills']['arm']>) =>
  account.simulator.drills.arm(...drill)
const list = () => account.client.send(new ListChannelsCommand())
const makeGroup = () =>
  account.client.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '127.0.0.1/32' }] }),
  )
const groups = async () =>
  (await account.client.send(new ListInputSecurityGroupsCommand())).InputSecurityGroups?.length
const at = () => ({
  endpoint: account.simulator.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
})
/** Where the connection broke there is no answer to speak of. */
async function brokenOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new Error('the call was answered'),
    (thrown: unknown) => thrown,
  )
  return error instanceof Error ? error.message : String(error)
}

describe('a drill on calls', () => {
  it('fault: refuses in the words it was given, without effect', async () => {
    const message = 'Service is busy'
    arm({ kind: 'fault', status: 502, type: 'BadGatewayException', message, times: 1 })
    expect(await refusalOf(makeGroup())).toMatchObject({ name: 'BadGatewayException', status: 502 })
    expect(await groups()).toBe(0)
  })

  it('cut-request: no answer, and no effect', async () => {
    arm({ kind: 'cut-request', operation: 'CreateInputSecurityGroup', times: 1 })
    expect(await brokenOf(makeGroup())).toMatch(/socket hang up|ECONNRESET/)
    expect(await groups()).toBe(0)
  })

  it('lose-answer: no answer, and the effect', async () => {
    arm({ kind: 'lose-answer', operation: 'CreateInputSecurityGroup', times: 1 })
    expect(await brokenOf(makeGroup())).toMatch(/socket hang up|ECONNRESET/)
    expect(await groups()).toBe(1)
  })

  it('cut-body: a head, half a body, and the effect', async () => {
    arm({ kind: 'cut-body', operation: 'CreateInputSecurityGroup', times: 1 })
    expect(await brokenOf(makeGroup())).toMatch(/aborted|terminated|ECONNRESET/)
    expect(await groups()).toBe(1)
  })

  it('cut-body: an object breaks off in the middle', async () => {
    const s3 = new S3Client({ ...at(), forcePathStyle: true })
    const object = { Bucket: 'tallylight-rehearsal', Key: 'a' }
    await s3.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(100_000, 'x') }))
    arm({ kind: 'cut-body', operation: 'GetObject', times: 1 })
    const { Body, ContentLength } = await s3.send(new GetObjectCommand(object))
    expect(ContentLength).toBe(100_000)
    expect(await brokenOf(Body?.transformToByteArray() ?? Promise.resolve())).toMatch(/aborted/)
    const whole = await s3.send(new GetObjectCommand(object))
    expect(await whole.Body?.transformToByteArray()).toHaveLength(100_000)
    s3.destroy()
  })

  it('delay: the answer comes, later', async () => {
    arm({ kind: 'delay', delayMs: 300, times: 1 })
    const before = performance.now()
    await list()
    expect(performance.now() - before).toBeGreaterThanOrEqual(295)
  })

  it('throttle: each service refuses in its own words', async () => {
    arm({ kind: 'throttle' })
    const sts = watched('sts', new STSClient(at()))
    expect(await refusalOf(list())).toMatchObject({ name: 'TooManyRequestsException', status: 429 })
    expect(await refusalOf(sts.send(new GetCallerIdentityCommand()))).toMatchObject({
      name: 'Throttling',
      status: 400,
    })
    sts.destroy()
  })

  it('expire-credentials: each service refuses in its own words, that key only', async () => {
    arm({ kind: 'expire-credentials', accessKeyId: 'AKIDREHEARSAL' })
    const s3 = new S3Client({ ...at(), forcePathStyle: true })
    const sts = watched('sts', new STSClient(at()))
    const another = { accessKeyId: 'AKIDOTHER', secretAccessKey: 'other' }
    const other = watched('sts', new STSClient({ ...at(), credentials: another }))
    const object = { Bucket: 'tallylight-rehearsal', Key: 'a' }
    expect([
      await refusalOf(list()),
      await refusalOf(s3.send(new GetObjectCommand(object))),
      await refusalOf(sts.send(new GetCallerIdentityCommand())),
    ]).toMatchObject([
      { name: 'ExpiredTokenException', status: 403 },
      { name: 'ExpiredToken', status: 400 },
      { name: 'ExpiredToken', status: 403 },
    ])
    expect((await other.send(new GetCallerIdentityCommand())).Account).toBe('111122223333')
    for (const client of [s3, sts, other]) client.destroy()
  })

  it('deny: says who may not do what, and does the rest', async () => {
    arm({ kind: 'deny', operation: 'CreateInputSecurityGroup' })
    const refused = await refusalOf(makeGroup())
    expect(refused).toMatchObject({ name: 'AccessDeniedException', status: 403 })
    expect(refused.message).toContain('medialive:CreateInputSecurityGroup')
    expect(await groups()).toBe(0)
  })

  it('touches only the service it names', async () => {
    arm({ kind: 'deny', scope: 'sts' })
    expect((await list()).Channels).toEqual([])
    const sts = watched('sts', new STSClient(at()))
    expect((await refusalOf(sts.send(new GetCallerIdentityCommand()))).status).toBe(403)
    sts.destroy()
  })
})

describe('when a drill acts', () => {
  const works = () =>
    list().then(
      () => true,
      () => false,
    )

  it('is said in simulator time: from, for how long, how often', async () => {
    const burst = { startInMs: 60_000, forMs: 10_000, everyMs: 60_000, times: 3 }
    arm({ kind: 'throttle', ...burst })
    const seen: boolean[] = []
    for (let second = 0; second < 200; second += 5) {
      seen.push(await works())
      account.simulator.clock.advance(5_000)
    }
    // At 60 and 65 s, at 120 s; then it is used up.
    expect(seen.flatMap((fine, index) => (fine ? [] : [index * 5]))).toEqual([60, 65, 120])
  })

  it('is drawn from the seed: the same seed hits the same calls', async () => {
    const run = async (seed: number) => {
      const world = await openAccount({ seed })
      world.simulator.drills.arm({
        kind: 'fault',
        status: 500,
        type: 'X',
        message: '',
        chance: 0.5,
      })
      const hits: boolean[] = []
      for (let n = 0; n < 30; n++) {
        const sent = world.client.send(new ListChannelsCommand())
        hits.push(
          await sent.then(
            () => false,
            () => true,
          ),
        )
      }
      await world.close()
      return hits
    }
    const [one, same, other] = [await run(5), await run(5), await run(6)]
    expect(one).toEqual(same)
    expect(one).not.toEqual(other)
    expect(new Set(one).size).toBe(2)
  })

  it('survives a restart with what is left of it', async () => {
    const folder = tempFolder()
    const world = await openAccount({ stateDir: folder.path })
    world.simulator.drills.arm({ kind: 'throttle', scope: 'medialive', times: 2 })
    await refusalOf(world.client.send(new ListChannelsCommand()))
    await world.close()
    const again = await openAccount({ stateDir: folder.path })
    const statuses: (number | undefined)[] = []
    for (let n = 0; n < 2; n++)
      statuses.push((await refusalOf(again.client.send(new ListChannelsCommand()))).status)
    expect(statuses).toEqual([429, undefined])
    await again.close()
    folder.remove()
  })
})
