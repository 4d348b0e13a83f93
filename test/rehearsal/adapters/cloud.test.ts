import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CloudOptions, openCloud } from '../../../electron/adapters/aws/cloud'
import { endpointNotice } from '../../../electron/adapters/aws/environmentEndpoint'
import { identify, rehearsalCredentials } from '../../../electron/adapters/credentials/identify'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { openPublicAddress } from '../../../electron/adapters/system/publicAddress'
import { openRehearsal, region, tagsOf } from './openRehearsal'

type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>
let rehearsal: Rehearsal
beforeEach(async () => {
  rehearsal = await openRehearsal()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rehearsal.close()
})

const optionsTo = (endpoint: string | undefined): CloudOptions => ({
  profile: '@rehearsal',
  region,
  rehearsal: true,
  ...(endpoint === undefined ? {} : { endpoint }),
  credentials: rehearsalCredentials,
  vault: memoryVault(null),
  clock: systemClock,
})

describe('the cloud of a rehearsal', () => {
  it('tells who we are with the account masked, and whole to main alone', async () => {
    const { cloud } = rehearsal
    const { view, account } = await identify({ profile: 'p', region, cloud, expiresAt: () => null })
    expect(account).toBe('111122223333')
    expect(view).toMatchObject({
      profile: 'p',
      region,
      maskedAccount: '1111…3333',
      expiresAt: null,
    })
    expect(JSON.stringify(view)).not.toContain(account)
  })

  it('learns AWS’s time from any answer, refusals too', async () => {
    const { simulator, cloud } = rehearsal
    const offset = simulator.clock.now() - Date.now()
    expect(cloud.time.offsetMs()).toBe(0)
    await cloud.mediaLive.deleteChannel('1234567')
    expect(Math.abs(cloud.time.offsetMs() - offset)).toBeLessThan(2_000)
    simulator.clock.advance(3_600_000)
    await cloud.mediaLive.listChannels()
    expect(Math.abs(cloud.time.offsetMs() - offset - 3_600_000)).toBeLessThan(2_000)
  })

  it('tells the observer of every call, once, with its status and request id', async () => {
    const { cloud, calls } = rehearsal
    await cloud.mediaLive.listChannels()
    await cloud.mediaLive.deleteInput('1234567')
    expect(calls).toMatchObject([
      {
        service: 'MediaLive',
        operation: 'ListChannels',
        status: 200,
        requestId: expect.any(String),
      },
      { service: 'MediaLive', operation: 'DeleteInput', status: 404, error: 'NotFoundException' },
    ])
  })

  it('asks for credentials with every call, so that mended ones are used at once', async () => {
    let asked = 0
    const credentials = () => {
      asked += 1
      return rehearsalCredentials()
    }
    const cloud = openCloud({ ...optionsTo(rehearsal.simulator.endpoint), credentials })
    await cloud.mediaLive.listChannels()
    const askedBefore = asked
    await cloud.mediaLive.listChannels()
    cloud.close()
    expect(asked).toBeGreaterThan(askedBefore)
  })

  it('does not repeat a call by itself', async () => {
    const { simulator, cloud, calls } = rehearsal
    simulator.drills.arm({
      kind: 'fault',
      operation: 'ListChannels',
      status: 500,
      type: 'InternalServerErrorException',
      message: 'a drill',
      times: 1,
    })
    await expect(cloud.mediaLive.listChannels()).rejects.toMatchObject({
      wire: { code: 'aws.trouble' },
    })
    expect(calls).toHaveLength(1)
    await cloud.mediaLive.listChannels()
  })

  it('says that there is no connection, no answer, or somebody else’s', async () => {
    const { simulator } = rehearsal
    const stranger = createServer((_, response) => response.end('<html>log in first</html>'))
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
    const { port } = stranger.address() as AddressInfo
    const strange = openCloud(optionsTo(`http://127.0.0.1:${port}`))
    await expect(strange.mediaLive.listChannels()).rejects.toMatchObject({
      wire: { code: 'network.strange-answer' },
    })
    strange.close()
    await new Promise((done) => stranger.close(done))

    const nobody = openCloud(optionsTo(`http://127.0.0.1:${port}`))
    await expect(nobody.ivs.listChannels()).rejects.toMatchObject({
      wire: { code: 'network.unreachable', fate: 'retry' },
    })
    await expect(nobody.publicAddress.ask()).rejects.toMatchObject({
      wire: { code: 'public-address.unknown' },
    })
    nobody.close()

    simulator.drills.arm({ kind: 'delay', delayMs: 3_000, times: 1 })
    const timeouts = { connectMs: 1_000, requestMs: 200, objectMs: 200 }
    const hasty = openCloud({ ...optionsTo(simulator.endpoint), timeouts })
    await expect(hasty.mediaLive.listChannels()).rejects.toMatchObject({
      wire: { code: 'network.timeout', fate: 'retry' },
    })
    hasty.close()
  })

  it('asks this machine for the public address, and believes nothing but an address', async () => {
    const { simulator, cloud } = rehearsal
    expect(await cloud.publicAddress.ask()).toBe('127.0.0.1')
    const page = openPublicAddress(`${simulator.endpoint}/_simulator/health`)
    await expect(page.ask()).rejects.toMatchObject({ wire: { code: 'public-address.unknown' } })
  })

  it('knows of no picture where none arrives', async () => {
    const { cloud } = rehearsal
    expect(await cloud.witness.deliveries('1')).toEqual(new Map())
    expect(await cloud.witness.feed('1')).toBeUndefined()
  })

  it('never leaves this machine, and AWS itself is never given an endpoint', () => {
    const elsewhere = optionsTo('https://medialive.eu-west-1.amazonaws.com')
    expect(() => openCloud(elsewhere)).toThrow('this machine only')
    expect(() => openCloud(optionsTo(undefined))).toThrow('needs the endpoint')
    expect(() => openCloud({ ...optionsTo('http://127.0.0.1:1'), rehearsal: false })).toThrow(
      'Only a rehearsal',
    )
  })

  it('follows AWS_ENDPOINT_URL as every AWS tool does, S3 by path, and says so', async () => {
    const { endpoint: url } = rehearsal.simulator
    expect(endpointNotice()).toBeNull()
    vi.stubEnv('AWS_ENDPOINT_URL', url)
    expect(endpointNotice()).toMatchObject({ what: expect.stringContaining(new URL(url).host) })
    const cloud = openCloud({ ...optionsTo(undefined), rehearsal: false })
    expect((await cloud.mediaLive.listChannels()).items).toEqual([])
    await expect(cloud.recordings.list('no-such-bucket', '')).rejects.toMatchObject({
      wire: { code: 'bucket.missing' },
    })
    expect((await cloud.identity()).account).toBe('111122223333')
    cloud.close()
  })

  it('strikes a key of IVS out of what another service says', async () => {
    const { simulator, cloud, vault } = rehearsal
    const key = 'ivs/session-1/main' as never
    await cloud.ivs.createChannel({ name: 'x', tags: tagsOf('x'), key })
    const secret = await vault.get(key)
    simulator.drills.arm({
      kind: 'fault',
      operation: 'ListChannels',
      status: 400,
      type: 'BadRequestException',
      message: `the key ${secret} is odd`,
      times: 1,
    })
    await expect(cloud.mediaLive.listChannels()).rejects.toMatchObject({
      wire: { why: 'the key ••• is odd' },
    })
  })
})
