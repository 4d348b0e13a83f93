import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { channelRequest, roleArn } from './channelRequest'
import { aws, awscli, isInstalled, python, runPython } from './outsideClients'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator({ clock: 'manual', picture: 'off' })
})
afterEach(() => simulator.close())

const settle = () => simulator.clock.advance(600_000)

describe.skipIf(!isInstalled(python, 'python3 with boto3'))('boto3', () => {
  it('lives through a channel with its own waiters and pages, and is refused in AWS’s words', async () => {
    const channel = channelRequest('set by the script', { RequestId: 'one' })
    // botocore of 2022 does not know thumbnails.
    delete channel.EncoderSettings?.ThumbnailConfiguration
    const script = join(import.meta.dirname, 'boto3Flow.py')
    const seen = (await runPython(script, { endpoint: simulator.endpoint, channel })) as Record<
      string,
      unknown
    >
    const conflict = { code: 'ConflictException', type: 'ConflictException', status: 409 }
    expect(seen).toMatchObject({
      account: '111122223333',
      pageSizes: [2, 1],
      attachedElsewhere: {
        ...conflict,
        message: expect.stringMatching(/^inputId=\d+ is already attached$/),
      },
      startedTwice: conflict,
      updatedRunning: conflict,
      deletedRunning: { ...conflict, message: expect.stringContaining('not been stopped yet') },
      tags: { app: 'tallylight' },
      tagsAfter: {},
      left: [0, 0, 0],
      unknown: { code: 'NotFoundException', type: 'NotFoundException', status: 404 },
    })
    expect(seen['described']).toEqual(channel.EncoderSettings)
  })
})

describe.skipIf(!isInstalled(awscli, 'awscli'))('awscli', () => {
  const medialive = (...args: readonly string[]) => aws(simulator.endpoint, 'medialive', ...args)

  async function idFrom(member: string, ...args: readonly string[]): Promise<string> {
    const { code, output, stderr } = await medialive(...args)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    return (output as Record<string, { Id: string }>)[member]?.Id ?? ''
  }

  it('lives through a channel and is refused in AWS’s words', async () => {
    const groupId = await idFrom(
      'SecurityGroup',
      'create-input-security-group',
      '--whitelist-rules',
      'Cidr=127.0.0.1/32',
    )
    const inputId = await idFrom(
      'Input',
      'create-input',
      '--name=host',
      '--type=RTMP_PUSH',
      `--input-security-groups=${groupId}`,
      '--destinations',
      'StreamName=live/host',
    )
    settle()
    const request = channelRequest(inputId)
    delete request.EncoderSettings?.ThumbnailConfiguration
    const channelId = await idFrom(
      'Channel',
      'create-channel',
      '--cli-input-json',
      JSON.stringify(request),
    )
    const early = await medialive('start-channel', '--channel-id', channelId)
    expect(early.code).toBe(254)
    expect(early.stderr).toContain(
      'An error occurred (ConflictException) when calling the StartChannel operation',
    )
    settle()
    await medialive('start-channel', '--channel-id', channelId)
    settle()
    const running = await medialive('describe-channel', '--channel-id', channelId)
    expect(running.output).toMatchObject({
      State: 'RUNNING',
      PipelinesRunningCount: 1,
      RoleArn: roleArn,
      EncoderSettings: request.EncoderSettings,
    })
    await medialive('stop-channel', '--channel-id', channelId)
    settle()
    await medialive('delete-channel', '--channel-id', channelId)
    settle()
    expect((await medialive('delete-input', '--input-id', inputId)).code).toBe(0)
    settle()
    expect((await medialive('list-inputs')).output).toEqual({ Inputs: [] })
  })

  it('is told every error of a request', async () => {
    const { stderr } = await medialive(
      'create-channel',
      '--name=empty',
      '--channel-class=SINGLE_PIPELINE',
    )
    expect(stderr).toContain('(UnprocessableEntityException)')
    expect(stderr).toContain('requires property "encoderSettings"')
  })

  it('knows who it is, and that its sign-in has run out', async () => {
    const identity = () => aws(simulator.endpoint, 'sts', 'get-caller-identity')
    expect((await identity()).output).toMatchObject({ Account: '111122223333' })
    simulator.drills.arm({ kind: 'expire-credentials' })
    expect((await identity()).stderr).toContain('An error occurred (ExpiredToken)')
    expect((await medialive('list-channels')).stderr).toContain('(ExpiredTokenException)')
  })
})
