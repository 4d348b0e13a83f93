import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canaryKey, channelSpec, keyRef, openRehearsal, settle, tagsOf } from './openRehearsal'

type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>
let rehearsal: Rehearsal
beforeEach(async () => {
  rehearsal = await openRehearsal()
  await rehearsal.vault.set(keyRef, canaryKey)
})
afterEach(() => rehearsal.close())

const group = { cidrs: ['127.0.0.1/32'], tags: tagsOf('run-1/create-group') }
const inputSpec = (securityGroupId: string) => ({
  key: 'run-1/create-input',
  name: 'Sunday',
  streamName: 'live/secret-name',
  securityGroupId,
  tags: tagsOf('run-1/create-input'),
})

async function withInput() {
  const { mediaLive } = rehearsal.cloud
  const groupId = await mediaLive.createSecurityGroup(group)
  const inputId = await mediaLive.createPushInput(inputSpec(groupId))
  settle(rehearsal.simulator)
  return { groupId, inputId }
}

describe('MediaLive', () => {
  it('makes, starts, stops and deletes a whole channel, and lists each as it is', async () => {
    const { simulator, cloud } = rehearsal
    const { mediaLive } = cloud
    const { groupId, inputId } = await withInput()
    const id = await mediaLive.createChannel(channelSpec(inputId))
    settle(simulator)

    const channels = await mediaLive.listChannels()
    expect(channels.requestId).toMatch(/\S/)
    expect(channels.items).toEqual([
      {
        id,
        arn: expect.stringContaining(`channel:${id}`),
        name: 'Sunday',
        state: 'IDLE',
        inputIds: [inputId],
        outputIds: ['youtube', 'recording'],
        outputUrls: {
          youtube: 'rtmp://a.rtmp.example.com/live2',
          recording: 's3ssl://example-recordings/recordings/1/show',
        },
        tags: tagsOf('run-1/create-channel'),
      },
    ])
    const [input] = (await mediaLive.listInputs()).items
    expect(input).toMatchObject({ id: inputId, state: 'ATTACHED' })
    expect(input?.ingest?.streamName).toBe('secret-name')
    expect(input?.ingest?.url).toMatch(/^rtmp:\/\/127\.0\.0\.1:\d+\/live$/)
    expect((await mediaLive.listSecurityGroups()).items).toEqual([
      { id: groupId, state: 'IN_USE', cidrs: group.cidrs, tags: group.tags },
    ])

    await mediaLive.startChannel(id)
    settle(simulator)
    expect((await mediaLive.listChannels()).items[0]?.state).toBe('RUNNING')
    expect(await mediaLive.listAlerts(id)).toEqual([])
    await mediaLive.stopChannel(id)
    settle(simulator)
    await mediaLive.updateChannel(id, channelSpec(inputId, { name: 'Monday' }))
    settle(simulator)
    expect((await mediaLive.listChannels()).items[0]).toMatchObject({
      name: 'Monday',
      state: 'IDLE',
    })

    await mediaLive.deleteChannel(id)
    settle(simulator)
    await mediaLive.deleteInput(inputId)
    settle(simulator)
    await mediaLive.deleteSecurityGroup(groupId)
    settle(simulator)
    const left = [
      ...(await mediaLive.listChannels()).items,
      ...(await mediaLive.listInputs()).items,
      ...(await mediaLive.listSecurityGroups()).items,
    ]
    expect(left.filter(({ state }) => state !== 'DELETED')).toEqual([])
  })

  it('deletes and stops what was never there without complaint', async () => {
    const { mediaLive } = rehearsal.cloud
    const asked = [
      mediaLive.stopChannel('1234567'),
      mediaLive.deleteChannel('1234567'),
      mediaLive.deleteInput('1234567'),
      mediaLive.deleteSecurityGroup('1234567'),
    ]
    await expect(Promise.all(asked)).resolves.toHaveLength(4)
    expect(rehearsal.calls.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })

  it('makes nothing twice when an answer was lost', async () => {
    const { simulator, cloud } = rehearsal
    const { mediaLive } = cloud
    const lose = (operation: string) =>
      simulator.drills.arm({ kind: 'lose-answer', operation, times: 1 })
    const twice = async (operation: string, make: () => Promise<string>) => {
      lose(operation)
      await expect(make()).rejects.toMatchObject({
        wire: { code: 'network.unreachable', fate: 'retry' },
      })
      return make()
    }
    const groupId = await twice('CreateInputSecurityGroup', () =>
      mediaLive.createSecurityGroup(group),
    )
    const inputId = await twice('CreateInput', () => mediaLive.createPushInput(inputSpec(groupId)))
    settle(simulator)
    const channelId = await twice('CreateChannel', () =>
      mediaLive.createChannel(channelSpec(inputId)),
    )
    expect((await mediaLive.listSecurityGroups()).items.map(({ id }) => id)).toEqual([groupId])
    expect((await mediaLive.listInputs()).items.map(({ id }) => id)).toEqual([inputId])
    expect((await mediaLive.listChannels()).items.map(({ id }) => id)).toEqual([channelId])
  })

  it('finds what a step made by its tag, when AWS has long forgotten the request', async () => {
    const { mediaLive } = rehearsal.cloud
    const { groupId, inputId } = await withInput()
    const forgotten = { key: 'a request id that AWS does not know any more' }
    const again = { ...inputSpec(groupId), ...forgotten }
    expect(await mediaLive.createPushInput(again)).toBe(inputId)
    const channelId = await mediaLive.createChannel(channelSpec(inputId))
    expect(await mediaLive.createChannel(channelSpec(inputId, forgotten))).toBe(channelId)
  })

  it('does not take up again what the same step made and has deleted', async () => {
    const { simulator, cloud } = rehearsal
    const first = await cloud.mediaLive.createSecurityGroup(group)
    await cloud.mediaLive.deleteSecurityGroup(first)
    settle(simulator)
    expect(await cloud.mediaLive.createSecurityGroup(group)).not.toBe(first)
  })

  it('gives the key to AWS alone: no answer holds it', async () => {
    const { simulator, cloud, calls } = rehearsal
    const { inputId } = await withInput()
    await cloud.mediaLive.createChannel(channelSpec(inputId))
    expect(JSON.stringify(simulator.world())).toContain(canaryKey)
    expect(JSON.stringify(await cloud.mediaLive.listChannels())).not.toContain(canaryKey)
    expect(JSON.stringify(calls)).not.toContain(canaryKey)
  })

  it('waits for the operator where a key is missing, and says which', async () => {
    const { inputId } = await withInput()
    await rehearsal.vault.delete(keyRef)
    await expect(
      rehearsal.cloud.mediaLive.createChannel(channelSpec(inputId)),
    ).rejects.toMatchObject({
      wire: { code: 'key.missing', fate: 'wait', todo: expect.stringContaining('youtube') },
    })
    expect((await rehearsal.cloud.mediaLive.listChannels()).items).toEqual([])
  })

  it('strikes the key out of whatever AWS says of it', async () => {
    const { inputId } = await withInput()
    const message = `StreamName ${canaryKey} is not valid`
    rehearsal.simulator.drills.arm({
      kind: 'fault',
      operation: 'CreateChannel',
      status: 422,
      type: 'UnprocessableEntityException',
      message,
    })
    const thrown: unknown = await rehearsal.cloud.mediaLive
      .createChannel(channelSpec(inputId))
      .catch((error: unknown) => error)
    expect(thrown).toMatchObject({
      wire: { code: 'aws.refused', why: 'StreamName ••• is not valid' },
    })
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain(canaryKey)
  })

  it('says in words what AWS refuses', async () => {
    const { simulator, cloud } = rehearsal
    const { groupId, inputId } = await withInput()
    const id = await cloud.mediaLive.createChannel(channelSpec(inputId))
    const said = (work: Promise<unknown>) =>
      work.then(
        () => 'accepted',
        (thrown: { wire: { code: string } }) => thrown.wire.code,
      )
    expect(await said(cloud.mediaLive.startChannel(id))).toBe('channel.busy')
    settle(simulator)
    expect(await said(cloud.mediaLive.deleteInput(inputId))).toBe('input.busy')
    expect(await said(cloud.mediaLive.deleteSecurityGroup(groupId))).toBe('security-group.in-use')
    const other = channelSpec(inputId, { key: 'other', tags: tagsOf('other') })
    expect(await said(cloud.mediaLive.createChannel(other))).toBe('input.taken')
    expect(await said(cloud.mediaLive.startChannel('1234567'))).toBe('resource.gone')
    simulator.drills.arm({ kind: 'quota', name: 'medialive.push-inputs', value: 1 })
    const second = { ...inputSpec(groupId), key: 'second', tags: tagsOf('second') }
    expect(await said(cloud.mediaLive.createPushInput(second))).toBe('aws.quota')
    simulator.drills.arm({ kind: 'throttle', operation: 'ListChannels', times: 1 })
    expect(await said(cloud.mediaLive.listChannels())).toBe('aws.busy')
    simulator.drills.arm({ kind: 'deny', operation: 'ListInputs', times: 1 })
    expect(await said(cloud.mediaLive.listInputs())).toBe('access.denied')
    simulator.drills.arm({ kind: 'expire-credentials', times: 1 })
    expect(await said(cloud.mediaLive.listChannels())).toBe('credentials.expired')
  })

  it('reads every page of a list', async () => {
    const { simulator, cloud, calls } = rehearsal
    simulator.drills.arm({ kind: 'quota', name: 'medialive.input-security-groups', value: 500 })
    const made: string[] = []
    for (let number = 0; number < 255; number += 1) {
      // Without a step there is nothing to look for first.
      made.push(await cloud.mediaLive.createSecurityGroup({ cidrs: ['127.0.0.1/32'], tags: {} }))
      simulator.clock.advance(1_000)
    }
    calls.length = 0
    const { items } = await cloud.mediaLive.listSecurityGroups()
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(made))
    expect(calls.length).toBe(2)
  })
})
