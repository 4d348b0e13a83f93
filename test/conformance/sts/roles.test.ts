import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { IvsClient, ListChannelsCommand as ListIvsChannelsCommand } from '@aws-sdk/client-ivs'
import { ListChannelsCommand, MediaLiveClient } from '@aws-sdk/client-medialive'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let sts: STSClient
const RoleArn = 'arn:aws:iam::111122223333:role/TallylightOperatorRole'
const masterCredentials = { accessKeyId: 'REHEARSAL', secretAccessKey: 'rehearsal' }
const region = 'eu-west-1'

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  sts = watched(
    'sts',
    new STSClient({
      endpoint: aws.endpoint,
      region,
      maxAttempts: 1,
      credentials: masterCredentials,
    }),
  )
})

afterAll(async () => {
  sts.destroy()
  await aws.close()
})

const assume = (input: Partial<AssumeRoleCommandInput> = {}) =>
  sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'operator', ...input }))

describe('AssumeRole', () => {
  it('serves the credential providers of the SDK, for an hour', async () => {
    const credentials = fromTemporaryCredentials({
      masterCredentials,
      clientConfig: { endpoint: aws.endpoint, region },
      params: { RoleArn, RoleSessionName: 'operator' },
    })
    const client = watched('sts', new STSClient({ endpoint: aws.endpoint, region, credentials }))
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/TallylightOperatorRole/operator',
      UserId: expect.stringMatching(/^AROA[A-Z0-9]{17}:operator$/),
    })
    const s3 = new S3Client({ endpoint: aws.endpoint, region, forcePathStyle: true, credentials })
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1)
    client.destroy()
    s3.destroy()
  })

  it('gives credentials that run out, and that nobody else can use', async () => {
    const { Credentials } = await assume({ DurationSeconds: 900 })
    const using = (sessionToken: string) =>
      new STSClient({
        endpoint: aws.endpoint,
        region,
        maxAttempts: 1,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          sessionToken,
        },
      })
    const ask = (client: STSClient) => client.send(new GetCallerIdentityCommand({}))
    const own = using(Credentials?.SessionToken ?? '')
    const stolen = using('another')
    await expect(ask(own)).resolves.toBeDefined()
    await expect(ask(stolen)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    aws.clock.advance(900_000)
    await expect(ask(own)).rejects.toMatchObject({ name: 'ExpiredToken' })
    own.destroy()
    stolen.destroy()
  })

  it('gives credentials that no service takes once they have run out', async () => {
    const { Credentials } = await assume({ DurationSeconds: 900 })
    const using = (sessionToken: string) => ({
      endpoint: aws.endpoint,
      region,
      maxAttempts: 1,
      forcePathStyle: true,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken,
      },
    })
    /** What each service says, or that it answers. */
    const askAll = (token = Credentials?.SessionToken ?? '') => {
      const config = using(token)
      const calls: readonly Promise<unknown>[] = [
        watched('medialive', new MediaLiveClient(config)).send(new ListChannelsCommand({})),
        watched('ivs', new IvsClient(config)).send(new ListIvsChannelsCommand({})),
        watched('scheduler', new SchedulerClient(config)).send(new ListSchedulesCommand({})),
        watched('cloudwatch', new CloudWatchClient(config)).send(new ListMetricsCommand({})),
        watched('s3', new S3Client(config)).send(new ListBucketsCommand({})),
      ]
      const said = calls.map((call) =>
        call.then(
          () => 'answered',
          (refused: Error & { $metadata: { httpStatusCode?: number } }) =>
            `${refused.$metadata.httpStatusCode} ${refused.name}`,
        ),
      )
      return Promise.all(said)
    }
    expect(await askAll()).toEqual(Array.from({ length: 5 }, () => 'answered'))
    expect((await askAll('another')).slice(0, 3)).toEqual(
      Array.from({ length: 3 }, () => '403 UnrecognizedClientException'),
    )
    aws.clock.advance(900_000)
    expect(await askAll()).toEqual([
      ...Array.from({ length: 3 }, () => '403 ExpiredTokenException'),
      expect.stringMatching(/^403 ExpiredToken/),
      '400 ExpiredToken',
    ])
  })

  it('is denied for a role that does not trust the account or is not there', async () => {
    for (const name of ['MediaLiveAccessRole', 'NobodyKnows']) {
      await expect(
        assume({ RoleArn: `arn:aws:iam::111122223333:role/${name}` }),
      ).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
        $metadata: { httpStatusCode: 403 },
      })
    }
  })

  it('is refused for longer than role chaining allows, and for what is malformed', async () => {
    for (const wrong of [
      { DurationSeconds: 7200 },
      { DurationSeconds: 60 },
      { RoleSessionName: 'not a name' },
      { RoleArn: 'nobody' },
    ]) {
      await expect(assume(wrong)).rejects.toMatchObject({ name: 'ValidationError' })
    }
    await expect(assume({ SerialNumber: 'mfa', TokenCode: '12' })).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})

describe('a profile with a role', () => {
  it('signs in through AssumeRole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallylight-profile-'))
    const configFilepath = join(folder, 'config')
    const filepath = join(folder, 'credentials')
    await writeFile(
      filepath,
      '[base]\naws_access_key_id = REHEARSAL\naws_secret_access_key = rehearsal\n',
    )
    await writeFile(
      configFilepath,
      `[profile operator]\nrole_arn = ${RoleArn}\nsource_profile = base\nrole_session_name = ini\n`,
    )
    const credentials = fromIni({
      profile: 'operator',
      filepath,
      configFilepath,
      ignoreCache: true,
      clientConfig: { endpoint: aws.endpoint, region },
    })
    const client = watched('sts', new STSClient({ endpoint: aws.endpoint, region, credentials }))
    const { Arn } = await client.send(new GetCallerIdentityCommand({}))
    expect(Arn).toMatch(/:assumed-role\/TallylightOperatorRole\/ini$/)
    client.destroy()
    await rm(folder, { recursive: true })
  })

  it('stays signed in over a restart', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'tallylight-sts-'))
    const before = await startSimulator({ picture: 'off', stateDir })
    const asking = new STSClient({
      endpoint: before.endpoint,
      region,
      credentials: masterCredentials,
    })
    const { Credentials } = await asking.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'kept' }),
    )
    await before.close()
    const after = await startSimulator({ picture: 'off', stateDir })
    const client = new STSClient({
      endpoint: after.endpoint,
      region,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    })
    const { Arn } = await client.send(new GetCallerIdentityCommand({}))
    expect(Arn).toMatch(/\/kept$/)
    for (const each of [asking, client]) each.destroy()
    await after.close()
    await rm(stateDir, { recursive: true })
  })
})

describe('STS', () => {
  it('gives no session token to a role', async () => {
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('names what is not simulated, and says InvalidAction to what AWS does not have', async () => {
    await expect(sts.send(new GetFederationTokenCommand({ Name: 'x1' }))).rejects.toMatchObject({
      message: expect.stringContaining('sts:GetFederationToken'),
    })
    const answer = await fetch(aws.endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'TakeOver', Version: '2011-06-15' }),
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0',
      },
    })
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('<Code>InvalidAction</Code>'),
    ])
  })

  it('lets drills name the operation in the form', async () => {
    const drill = aws.drills.arm({ kind: 'deny', operation: 'AssumeRole' })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined()
    aws.drills.clear(drill.id)
  })
})
