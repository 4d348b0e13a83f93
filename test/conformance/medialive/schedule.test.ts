import {
  DeleteChannelCommand,
  DeleteScheduleCommand,
  DescribeChannelCommand,
  DescribeScheduleCommand,
  paginateDescribeSchedule,
  UpdateChannelCommand,
  type CreateChannelCommandInput,
  type ScheduleActionSettings,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { roleArn } from './channelRequest'
import { openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'
import { at, atOnce, following, openChannel, switchTo } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const now = () => account.simulator.clock.now()
const wait = (ms: number) => account.simulator.clock.advance(ms)
const second = 1_000
const hour = 3_600_000

/** Everything that has to be set up before some actions may be scheduled. */
const allFeatures = ({ EncoderSettings }: CreateChannelCommandInput) => ({
  EncoderSettings: EncoderSettings && {
    ...EncoderSettings,
    FeatureActivations: {
      InputPrepareScheduleActions: 'ENABLED' as const,
      OutputStaticImageOverlayScheduleActions: 'ENABLED' as const,
    },
    MotionGraphicsConfiguration: {
      MotionGraphicsInsertion: 'ENABLED' as const,
      MotionGraphicsSettings: { HtmlMotionGraphicsSettings: {} },
    },
  },
})

const everyKind: readonly ScheduleActionSettings[] = [
  { HlsId3SegmentTaggingSettings: { Tag: 'take-1' } },
  { HlsTimedMetadataSettings: { Id3: 'SUQz' } },
  { Id3SegmentTaggingSettings: { Tag: 'take-1' } },
  { TimedMetadataSettings: { Id3: 'SUQz' } },
  { InputPrepareSettings: { InputAttachmentNameReference: 'spare' } },
  switchTo('spare'),
  {
    MotionGraphicsImageActivateSettings: { Url: 'https://graphics.example.com', Duration: 60_000 },
  },
  { MotionGraphicsImageDeactivateSettings: {} },
  { PauseStateSettings: { Pipelines: [{ PipelineId: 'PIPELINE_0' }] } },
  { Scte35InputSettings: { Mode: 'FOLLOW_ACTIVE' } },
  { Scte35ReturnToNetworkSettings: { SpliceEventId: 3708 } },
  { Scte35SpliceInsertSettings: { SpliceEventId: 3708, Duration: 1_350_000 } },
  {
    Scte35TimeSignalSettings: {
      Scte35Descriptors: [
        {
          Scte35DescriptorSettings: {
            SegmentationDescriptorScte35DescriptorSettings: {
              SegmentationCancelIndicator: 'SEGMENTATION_EVENT_NOT_CANCELED',
              SegmentationEventId: 1,
              SegmentationUpid: '414243',
            },
          },
        },
      ],
    },
  },
  { StaticImageActivateSettings: { Image: { Uri: 's3ssl://example/logo.png' }, Layer: 1 } },
  { StaticImageDeactivateSettings: { Layer: 1, FadeOut: 1500 } },
  {
    StaticImageOutputActivateSettings: {
      Image: { Uri: 's3ssl://example/logo.png' },
      OutputNames: ['platform-main'],
    },
  },
  { StaticImageOutputDeactivateSettings: { OutputNames: ['platform-main'] } },
]

describe('a schedule', () => {
  it('keeps all seventeen kinds of action and shows each as it was given', async () => {
    const channel = await openChannel(account, 1, allFeatures)
    const outputs = await outputNames(channel.id)
    const settings = everyKind.map((each) => withOutputs(each, outputs))
    const actions = settings.map((each, index) => at(now() + hour, `action-${index}`, each))
    const { Creates, Deletes } = await channel.create(...actions)
    const described = await account.client.send(
      new DescribeScheduleCommand({ ChannelId: channel.id }),
    )
    expect(settings).toHaveLength(17)
    expect(Creates?.ScheduleActions).toEqual(actions)
    expect(Deletes).toBeUndefined()
    expect(described.ScheduleActions).toEqual(actions)
  })

  it('is shown in pages, in the order of performance, none twice and none missing', async () => {
    const channel = await openChannel(account)
    const times = [5, 3, 9, 1, 7].map((hours) => hours * hour)
    await channel.create(
      ...times.map((ms) => at(now() + ms, `in-${ms / hour}h`, switchTo('spare'))),
    )
    const pages: (string | undefined)[][] = []
    const pager = paginateDescribeSchedule(
      { client: account.client, pageSize: 2 },
      { ChannelId: channel.id },
    )
    for await (const { ScheduleActions = [] } of pager) {
      pages.push(ScheduleActions.map(({ ActionName }) => ActionName))
    }
    expect(pages).toEqual([['in-1h', 'in-3h'], ['in-5h', 'in-7h'], ['in-9h']])
  })

  it('deletes before it creates, so that a name can be given anew in one call', async () => {
    const channel = await openChannel(account)
    await channel.create(at(now() + hour, 'cut', switchTo('spare')))
    const { Creates, Deletes } = await channel.update({
      Creates: { ScheduleActions: [at(now() + 2 * hour, 'cut', switchTo('main'))] },
      Deletes: { ActionNames: ['cut'] },
    })
    expect(Deletes?.ScheduleActions).toMatchObject([{ ScheduleActionSettings: switchTo('spare') }])
    expect(Creates?.ScheduleActions).toMatchObject([{ ScheduleActionSettings: switchTo('main') }])
    expect(await channel.names()).toEqual(['cut'])
  })

  it('takes all of a batch or nothing', async () => {
    const channel = await openChannel(account)
    await channel.create(at(now() + hour, 'kept', switchTo('spare')))
    const batch = channel.update({
      Deletes: { ActionNames: ['kept'] },
      Creates: {
        ScheduleActions: [
          at(now() + hour, 'good', switchTo('main')),
          at(now() + 14 * second, 'too-soon', switchTo('main')),
        ],
      },
    })
    expect(await refusalOf(batch)).toMatchObject({
      name: 'UnprocessableEntityException',
      status: 422,
      paths: [
        'creates.scheduleActions[1].scheduleActionStartSettings.fixedModeScheduleActionStartSettings.time',
      ],
    })
    expect(await channel.names()).toEqual(['kept'])
  })

  it('is wiped by DeleteSchedule, and what follows is never performed', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(at(now() + hour, 'cut', switchTo('spare')))
    await account.client.send(new DeleteScheduleCommand({ ChannelId: channel.id }))
    wait(2 * hour)
    expect(await channel.names()).toEqual([])
    expect((await channel.shown()).onAir).toEqual([['0', 'main', undefined]])
  })

  it('holds 1,500 actions and no more, those that were performed included', async () => {
    const channel = await openChannel(account)
    const tag = { Id3SegmentTaggingSettings: { Tag: 'x' } }
    await channel.create(atOnce('performed', tag))
    const many = Array.from({ length: 1499 }, (_, index) => at(now() + hour, `tag-${index}`, tag))
    await channel.create(...many)
    const refusal = await refusalOf(channel.create(at(now() + hour, 'one-more', tag)))
    expect(refusal).toMatchObject({ name: 'BadRequestException', status: 400 })
  })

  it('is cleaned of actions an hour after their time, and their names can be used again', async () => {
    const channel = await openChannel(account)
    await channel.create(atOnce('tag', { Id3SegmentTaggingSettings: { Tag: 'x' } }))
    await channel.create(atOnce('cut', switchTo('spare')))
    wait(hour - 1)
    expect(await channel.names()).toEqual(['tag', 'cut'])
    wait(2)
    // The switch says which input is to be on air: it stays.
    expect(await channel.names()).toEqual(['cut'])
    await channel.create(atOnce('tag', { Id3SegmentTaggingSettings: { Tag: 'y' } }))
    expect(await channel.names()).toEqual(['cut', 'tag'])
  })

  it('is unknown for a channel that is unknown or deleted', async () => {
    const channel = await openChannel(account)
    await channel.create(atOnce('cut', switchTo('spare')))
    await account.client.send(new DeleteChannelCommand({ ChannelId: channel.id }))
    account.settle()
    expect((await refusalOf(channel.names())).name).toBe('NotFoundException')
    const ask = (ChannelId: string) =>
      account.client.send(new DescribeScheduleCommand({ ChannelId }))
    expect(await refusalOf(ask('9999999'))).toMatchObject({
      name: 'NotFoundException',
      status: 404,
    })
  })

  it('cannot be changed while the channel is being changed itself', async () => {
    const channel = await openChannel(account)
    await account.client.send(
      new UpdateChannelCommand({ ChannelId: channel.id, RoleArn: roleArn, Name: 'x' }),
    )
    const refusal = await refusalOf(channel.create(atOnce('cut', switchTo('spare'))))
    expect(refusal).toMatchObject({ name: 'BadRequestException', status: 400 })
  })
})

describe('an action is refused', () => {
  const refused = async (...actions: Parameters<Channel['create']>) => {
    const channel = await openChannel(account)
    return (await refusalOf(channel.create(...actions))).message
  }
  type Channel = Awaited<ReturnType<typeof openChannel>>

  it.each([
    ['no setting at all', {}, 'exactly one property'],
    ['two settings', { ...switchTo('main'), PauseStateSettings: {} }, 'exactly one property'],
    ['an input that is not attached', switchTo('elsewhere'), 'not attached'],
    ['a prepare without the feature', { InputPrepareSettings: {} }, 'to be ENABLED'],
    ['motion graphics without them', { MotionGraphicsImageActivateSettings: {} }, 'to be ENABLED'],
    [
      'a pipeline the channel has not',
      { PauseStateSettings: { Pipelines: [{ PipelineId: 'PIPELINE_1' as const }] } },
      'PIPELINE_1',
    ],
    [
      'an event id beyond 32 bits',
      { Scte35SpliceInsertSettings: { SpliceEventId: 2 ** 32 } },
      '<=',
    ],
    ['a tag that is none', { TimedMetadataSettings: {} as never }, 'requires property "id3"'],
  ])('for %s', async (_, settings, message) => {
    expect(await refused(atOnce('action', settings))).toContain(message)
  })

  it.each([
    [15 * second - 1, 'at least 15 seconds'],
    [14 * 24 * hour + 1, 'no more than 14 days'],
  ])('for a time %d ms ahead', async (ms, message) => {
    const channel = await openChannel(account)
    const refusal = await refusalOf(channel.create(at(now() + ms, 'cut', switchTo('spare'))))
    expect(refusal.message).toContain(message)
  })

  it('for a name that is there already, in the schedule or in the batch', async () => {
    expect(
      await refused(atOnce('twin', switchTo('main')), atOnce('twin', switchTo('main'))),
    ).toContain('already in the schedule')
  })

  it.each([
    [
      'an action that is not there',
      ['nobody', 'START'],
      { Scte35InputSettings: { Mode: 'FOLLOW_ACTIVE' } },
    ],
    ['the start, being a switch', ['cut', 'START'], switchTo('main')],
    ['anything, being a pause', ['cut', 'END'], { PauseStateSettings: {} }],
    ['the end of a live input', ['cut', 'END'], switchTo('main')],
  ] satisfies readonly (readonly [string, [string, 'START' | 'END'], ScheduleActionSettings])[])(
    'for following %s',
    async (_, follow, settings) => {
      const channel = await openChannel(account)
      await channel.create(at(now() + hour, 'cut', switchTo('spare')))
      const refusal = await refusalOf(channel.create(following(follow, 'follower', settings)))
      expect(refusal.name).toBe('UnprocessableEntityException')
    },
  )
})

describe('deleting an action', () => {
  it('is refused within 15 seconds of its start', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(at(now() + 20 * second, 'cut', switchTo('spare')))
    wait(6 * second)
    expect((await refusalOf(channel.delete('cut'))).message).toContain('less than 15 seconds')
  })

  it('is allowed of an input switch at any time while the channel is idle', async () => {
    const channel = await openChannel(account)
    await channel.create(at(now() + 20 * second, 'cut', switchTo('spare')))
    wait(6 * second)
    await channel.delete('cut')
    expect(await channel.names()).toEqual([])
  })

  it('is refused of the switch a running channel would come back to', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(atOnce('cut', switchTo('spare')))
    expect((await refusalOf(channel.delete('cut'))).message).toContain(
      'while the channel is running',
    )
    await channel.stop()
    await channel.delete('cut')
    expect(await channel.names()).toEqual([])
  })

  it('leaves no follower without what it follows', async () => {
    const channel = await openChannel(account)
    const splice = { Scte35SpliceInsertSettings: { SpliceEventId: 1 } }
    await channel.create(
      at(now() + hour, 'cut', switchTo('spare')),
      following(['cut', 'START'], 'splice', splice),
    )
    expect((await refusalOf(channel.delete('cut'))).message).toContain('left following')
    await channel.delete('cut', 'splice')
    expect(await channel.names()).toEqual([])
  })

  it('does not undo what was performed', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(atOnce('to-spare', switchTo('spare')))
    await channel.create(atOnce('to-main', switchTo('main')))
    await channel.delete('to-spare')
    expect((await channel.shown()).onAir).toEqual([['0', 'main', 'to-main']])
  })

  it('is refused of what is not there', async () => {
    const channel = await openChannel(account)
    expect((await refusalOf(channel.delete('nobody'))).message).toContain('not in the schedule')
  })
})

describe('an input switch', () => {
  it('at once changes a single pipeline at once', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(atOnce('cut', switchTo('spare')))
    expect((await channel.shown()).onAir).toEqual([['0', 'spare', 'cut']])
  })

  it('at once changes two pipelines after 10 seconds, and cannot be called off before', async () => {
    const channel = await openChannel(account, 2)
    await channel.start()
    await channel.create(atOnce('cut', switchTo('spare')))
    wait(10 * second - 1)
    expect((await channel.shown()).onAir[0]).toEqual(['0', 'main', undefined])
    expect((await refusalOf(channel.delete('cut'))).message).toContain('less than 15 seconds')
    wait(1)
    expect((await channel.shown()).onAir).toEqual([
      ['0', 'spare', 'cut'],
      ['1', 'spare', 'cut'],
    ])
  })

  it('at a time changes exactly then', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(at(now() + 15 * second, 'cut', switchTo('spare')))
    wait(15 * second - 1)
    expect((await channel.shown()).onAir).toEqual([['0', 'main', undefined]])
    wait(1)
    expect((await channel.shown()).onAir).toEqual([['0', 'spare', 'cut']])
  })

  it('whose time came before the start says what the channel starts with', async () => {
    const channel = await openChannel(account)
    await channel.create(atOnce('first', switchTo('main')))
    await channel.create(at(now() + 30 * second, 'cut', switchTo('spare')))
    wait(hour)
    await channel.start()
    expect((await channel.shown()).onAir).toEqual([['0', 'spare', 'cut']])
    await channel.stop()
    expect((await channel.shown()).onAir).toEqual([])
  })

  it('makes SCTE-35 that follows its start take place with it', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(
      at(now() + 30 * second, 'cut', switchTo('spare')),
      following(['cut', 'START'], 'splice', { Scte35SpliceInsertSettings: { SpliceEventId: 1 } }),
    )
    wait(30 * second)
    const performed = await performedActions()
    expect(performed).toEqual([
      ['cut', true],
      ['splice', true],
    ])
  })
})

describe('what the schedule cannot show', () => {
  it('is recorded when its time comes, with whether the channel ran', async () => {
    const channel = await openChannel(account)
    const tag = { Id3SegmentTaggingSettings: { Tag: 'take' } }
    await channel.create(atOnce('idle', tag))
    await channel.start()
    await channel.create(atOnce('running', tag))
    expect(await performedActions()).toEqual([
      ['idle', false],
      ['running', true],
    ])
  })

  it('is named in the details of pipelines while motion graphics are on', async () => {
    const channel = await openChannel(account, 1, allFeatures)
    await channel.start()
    const graphics = { Url: 'https://graphics.example.com/lower-third', Duration: 5_000 }
    await channel.create(atOnce('lower-third', { MotionGraphicsImageActivateSettings: graphics }))
    const shown = await describeGraphics(channel.id)
    wait(5_000)
    expect(shown).toEqual(['lower-third', graphics.Url])
    expect(await describeGraphics(channel.id)).toEqual([undefined, undefined])
  })

  it('keeps input prepares from being disabled', async () => {
    const channel = await openChannel(account, 1, allFeatures)
    await channel.create(at(now() + hour, 'prepare', { InputPrepareSettings: {} }))
    const described = await describeChannel(channel.id)
    const { FeatureActivations: _, ...EncoderSettings } = described.EncoderSettings ?? {}
    const update = account.client.send(
      new UpdateChannelCommand({
        ChannelId: channel.id,
        RoleArn: roleArn,
        EncoderSettings: EncoderSettings as NonNullable<typeof described.EncoderSettings>,
      }),
    )
    expect((await refusalOf(update)).paths).toEqual([
      'featureActivations.inputPrepareScheduleActions',
    ])
  })
})

async function describeChannel(ChannelId: string) {
  return account.client.send(new DescribeChannelCommand({ ChannelId }))
}

async function describeGraphics(ChannelId: string) {
  const [first] = (await describeChannel(ChannelId)).PipelineDetails ?? []
  return [first?.ActiveMotionGraphicsActionName, first?.ActiveMotionGraphicsUri]
}

async function outputNames(ChannelId: string): Promise<string[]> {
  const groups = (await describeChannel(ChannelId)).EncoderSettings?.OutputGroups ?? []
  const outputs = groups.flatMap(({ Outputs = [] }) => Outputs)
  return outputs.flatMap(({ OutputName }) => OutputName ?? [])
}

/** The outputs named are those of the channel. */
function withOutputs(settings: ScheduleActionSettings, OutputNames: string[]) {
  const { StaticImageOutputActivateSettings: on, StaticImageOutputDeactivateSettings: off } =
    settings
  if (on) return { StaticImageOutputActivateSettings: { ...on, OutputNames } }
  return off ? { StaticImageOutputDeactivateSettings: { ...off, OutputNames } } : settings
}

async function performedActions(): Promise<readonly (readonly [unknown, unknown])[]> {
  const answer = await fetch(`${account.simulator.endpoint}/_simulator/events`)
  const { events } = (await answer.json()) as { events: Record<string, unknown>[] }
  return events
    .filter(({ kind }) => kind === 'schedule-action')
    .map(({ actionName, performed }) => [actionName, performed])
}
