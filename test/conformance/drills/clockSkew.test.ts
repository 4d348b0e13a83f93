import { ListChannelsCommand, MediaLiveClient } from '@aws-sdk/client-medialive'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { refusalOf } from '../medialive/rehearsalAccount'
import { watched } from '../../harness/conformanceWitness'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function open(options: Parameters<typeof startSimulator>[0]): Promise<Simulator> {
  const simulator = await startSimulator({ picture: 'off', ...options })
  closers.push(() => simulator.close())
  return simulator
}
const credentials = { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' }

/** Clients whose clock is wrong by that much, and which ask once. */
function clients(simulator: Simulator, offMs: number, maxAttempts = 1) {
  const { endpoint } = simulator
  const shared = {
    endpoint,
    region: 'us-east-1',
    maxAttempts,
    credentials,
    systemClockOffset: offMs,
  }
  const s3 = watched('s3', new S3Client({ ...shared, forcePathStyle: true }))
  const sts = watched('sts', new STSClient(shared))
  const mediaLive = watched('medialive', new MediaLiveClient(shared))
  closers.push(
    () => s3.destroy(),
    () => sts.destroy(),
    () => mediaLive.destroy(),
  )
  return {
    s3: () => s3.send(new ListBucketsCommand()),
    sts: () => sts.send(new GetCallerIdentityCommand()),
    mediaLive: () => mediaLive.send(new ListChannelsCommand()),
  }
}
const minutes = (count: number) => count * 60_000

describe('a request signed at another time', () => {
  it('is refused: more than five minutes off, or fifteen by S3', async () => {
    const simulator = await open({})
    const late = clients(simulator, -minutes(10))
    const early = clients(simulator, minutes(10))
    expect(await refusalOf(late.sts())).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
      message: expect.stringMatching(
        /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
      ) as string,
    })
    expect((await refusalOf(early.sts())).message).toMatch(/^Signature not yet current: /)
    expect((await late.s3()).Buckets).toHaveLength(1)
    expect(await refusalOf(clients(simulator, -minutes(20)).s3())).toMatchObject({
      name: 'RequestTimeTooSkewed',
      status: 403,
    })
  })

  it('is asked again by the SDK, which learns the time from the answer', async () => {
    // This machine's clock is months off by the simulator's.
    const simulator = await open({ clock: 'manual', checkClock: true })
    const { sts } = clients(simulator, 0, 3)
    expect((await sts()).Account).toBe('111122223333')
  })

  it('passes while the hands of this clock were moved, unless that is to be checked', async () => {
    const lenient = clients(await open({ clock: 'manual' }), 0)
    expect((await lenient.mediaLive()).Channels).toEqual([])
    const strict = clients(await open({ clock: 'manual', checkClock: true }), 0)
    expect(await refusalOf(strict.mediaLive())).toMatchObject({
      name: 'InvalidSignatureException',
      status: 403,
    })
    // It has the time of the first answer now.
    expect((await strict.mediaLive()).Channels).toEqual([])
  })
})
