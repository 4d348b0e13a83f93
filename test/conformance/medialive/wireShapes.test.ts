import { DescribeChannelCommand, ListChannelsCommand } from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAccount, type RehearsalAccount } from './rehearsalAccount'
import { openChannel } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

/** What no SDK would send: a body as it is. */
async function put(path: string, body: string) {
  const answer = await fetch(`${account.simulator.endpoint}${path}`, {
    method: 'PUT',
    body,
    headers: {
      'content-type': 'application/json',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDREHEARSAL/20260101/eu-west-1/medialive/aws4_request, SignedHeaders=host, Signature=0',
    },
  })
  const said = (await answer.json()) as {
    message?: string
    validationErrors?: { elementPath: string }[]
  }
  return {
    status: answer.status,
    type: answer.headers.get('x-amzn-errortype'),
    paths: said.validationErrors?.map(({ elementPath }) => elementPath),
    body: said,
  }
}

const cut = (settings: object) => ({
  actionName: 'cut',
  scheduleActionSettings: settings,
  scheduleActionStartSettings: { immediateModeScheduleActionStartSettings: {} },
})
const batch = (...scheduleActions: object[]) => JSON.stringify({ creates: { scheduleActions } })

describe('a body that no SDK would send', () => {
  it('is taken without the members that AWS does not know', async () => {
    const { id } = await openChannel(account)
    const settings = { inputSwitchSettings: { inputAttachmentNameReference: 'spare', fade: true } }
    const said = await put(
      `/prod/channels/${id}/schedule`,
      batch({ ...cut(settings), colour: 'red' }),
    )
    expect(said.status).toBe(200)
    expect(said.body).toEqual({
      creates: {
        scheduleActions: [cut({ inputSwitchSettings: { inputAttachmentNameReference: 'spare' } })],
      },
    })
  })

  it('is refused where it nests too deep to be kept, and the channel stays as it was', async () => {
    const { id } = await openChannel(account)
    const shown = () => account.client.send(new DescribeChannelCommand({ ChannelId: id }))
    const { $metadata: _, ...before } = await shown()
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const said = await put(`/prod/channels/${id}`, `{"name":"n","unknown":${deep}}`)
    expect([said.status, said.type]).toEqual([400, 'SerializationException'])
    expect(await shown()).toMatchObject(before)
  })

  it('is taken without the members that are null', async () => {
    const { id } = await openChannel(account)
    const said = await put(
      `/prod/channels/${id}`,
      '{"name":"renamed","roleArn":"arn:aws:iam::111122223333:role/MediaLiveAccessRole","destinations":null,"logLevel":null}',
    )
    expect([said.status, said.type, said.paths]).toEqual([200, null, undefined])
    const { Name } = await account.client.send(new DescribeChannelCommand({ ChannelId: id }))
    expect(Name).toBe('renamed')
  })

  it('has to have a kind of output group that AWS knows', async () => {
    const { id } = await openChannel(account)
    const send = async (settings: object) => {
      const outputGroups = [{ outputGroupSettings: settings, outputs: [] }]
      return put(
        `/prod/channels/${id}`,
        JSON.stringify({
          encoderSettings: {
            timecodeConfig: { source: 'SYSTEMCLOCK' },
            videoDescriptions: [],
            audioDescriptions: [],
            outputGroups,
          },
        }),
      )
    }
    const unknown = await send({ fooGroupSettings: {} })
    expect(unknown.status).toBe(422)
    expect(unknown.paths).toContain('outputGroups[0].outputGroupSettings')
    expect((await send({ udpGroupSettings: {} })).status).toBe(501)
  })

  it('is refused with every member of a wrong type, named', async () => {
    const { id } = await openChannel(account)
    const said = await put(
      `/prod/channels/${id}/schedule`,
      batch(
        cut({ scte35SpliceInsertSettings: { spliceEventId: '1', duration: 1.5 } }),
        cut({ pauseStateSettings: { pipelines: 'PIPELINE_0' } }),
      ),
    )
    const first = 'creates.scheduleActions[0].scheduleActionSettings.scte35SpliceInsertSettings'
    expect(said).toMatchObject({
      status: 422,
      type: 'UnprocessableEntityException',
      paths: [
        `${first}.duration`,
        `${first}.spliceEventId`,
        'creates.scheduleActions[1].scheduleActionSettings.pauseStateSettings.pipelines',
      ],
    })
  })

  it('in another casing is one without these members', async () => {
    const { id } = await openChannel(account)
    const said = await put(`/prod/channels/${id}/channelClass`, '{"ChannelClass":"STANDARD"}')
    expect(said).toMatchObject({ status: 422, paths: ['channelClass'] })
  })

  it('that is no JSON is refused before anything is looked at', async () => {
    const said = await put('/prod/channels/9999999/schedule', '{')
    expect(said).toMatchObject({ status: 400, type: 'SerializationException' })
  })
})

describe('looking', () => {
  it('changes nothing, however often', async () => {
    const { id, start } = await openChannel(account, 2)
    await start()
    account.simulator.drills.arm({ kind: 'maintenance', channelId: id })
    const look = async () => {
      const described = await account.client.send(new DescribeChannelCommand({ ChannelId: id }))
      const { Channels } = await account.client.send(new ListChannelsCommand())
      return [described.PipelineDetails, described.State, Channels?.[0]?.PipelinesRunningCount]
    }
    const first = await look()
    for (let again = 0; again < 5; again++) expect(await look()).toEqual(first)
  })
})
