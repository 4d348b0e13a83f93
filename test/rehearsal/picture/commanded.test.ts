import {
  BatchUpdateScheduleCommand,
  DescribeChannelCommand,
  ListAlertsCommand,
  RestartChannelPipelinesCommand,
  type ScheduleActionSettings,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import {
  createChannel,
  encode as encodeTestCard,
  pushInput,
  type Rehearsal,
  start,
  startRehearsal,
  stop,
  untilState,
  type WantedChannel,
} from './aws'

let rehearsal: Rehearsal
let testCard: readonly MediaTag[]
const feeds: { stop(): Promise<void> }[] = []
const soon = { timeout: 10_000, interval: 100 }

beforeAll(async () => {
  testCard = await loadTestCard()
})

// An account has room for five push inputs.
beforeEach(async () => {
  rehearsal = await startRehearsal({ assume: { 'sole-output-lost': 'channel-stops' } })
})

afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop()
  await rehearsal.close()
})

function encode(to: { app: string; instance: string }) {
  const feed = encodeTestCard(to, testCard)
  feeds.push(feed)
  return feed
}

/** A running channel with two inputs, both of which are sent. */
async function runShow(changes: Partial<WantedChannel> = {}) {
  const pipelines = changes.pipelines ?? 1
  const host = await pushInput(rehearsal, 'host', pipelines)
  const guest = await pushInput(rehearsal, 'guest', pipelines)
  const channelId = await createChannel(rehearsal, {
    inputId: host.id,
    guestInputId: guest.id,
    recording: undefined,
    legs: [{ name: 'leg', url: 'rtmp://{pipeline}.example.com/app', streamName: 'key' }],
    ...changes,
  })
  await start(rehearsal, channelId)
  const sent = [...host.addresses, ...guest.addresses].map(encode)
  const sources = () => pipelinesOf(channelId).then((all) => all.map(({ source }) => source))
  const wanted = Array.from({ length: pipelines }, () => 'feed')
  return { channelId, sent, sources, wanted }
}

const pipelinesOf = async (channelId: string) =>
  (await rehearsal.picture()).pipelines.filter((each) => each.channelId === channelId)

const act = (ChannelId: string, ActionName: string, settings: ScheduleActionSettings) =>
  rehearsal.mediaLive.send(
    new BatchUpdateScheduleCommand({
      ChannelId,
      Creates: {
        ScheduleActions: [
          {
            ActionName,
            ScheduleActionStartSettings: { ImmediateModeScheduleActionStartSettings: {} },
            ScheduleActionSettings: settings,
          },
        ],
      },
    }),
  )

async function onAir(ChannelId: string) {
  const { PipelineDetails } = await rehearsal.mediaLive.send(
    new DescribeChannelCommand({ ChannelId }),
  )
  return (PipelineDetails ?? []).map(({ ActiveInputAttachmentName }) => ActiveInputAttachmentName)
}

async function alertsSet(ChannelId: string) {
  const { Alerts } = await rehearsal.mediaLive.send(
    new ListAlertsCommand({ ChannelId, StateFilter: 'SET' }),
  )
  return (Alerts ?? []).map(({ AlertType }) => AlertType)
}

describe('what MediaLive is told', () => {
  it('reaches the picture: a switch, a pause and its end', async () => {
    const { channelId, sources } = await runShow()
    await expect.poll(sources, soon).toEqual(['feed'])
    expect(await onAir(channelId)).toEqual(['host'])
    await act(channelId, 'to the guest', {
      InputSwitchSettings: { InputAttachmentNameReference: 'guest' },
    })
    await expect.poll(() => onAir(channelId), soon).toEqual(['guest'])

    await act(channelId, 'hold', {
      PauseStateSettings: { Pipelines: [{ PipelineId: 'PIPELINE_0' }] },
    })
    await expect.poll(() => alertsSet(channelId), soon).toEqual(['Pipeline is Paused'])
    await act(channelId, 'go on', { PauseStateSettings: { Pipelines: [] } })
    await expect.poll(() => alertsSet(channelId), soon).toEqual([])
    const frames = async () => (await rehearsal.sink('leg'))?.frames ?? 0
    const before = await frames()
    await expect.poll(frames, soon).toBeGreaterThan(before + 10)
    await stop(rehearsal, channelId)
  })

  it('fails over and shows it in the channel', async () => {
    const { channelId, sources, sent } = await runShow({ failsOver: true })
    await expect.poll(sources, soon).toEqual(['feed'])
    await sent[0]?.stop()
    await expect.poll(() => onAir(channelId), soon).toEqual(['guest'])
    await expect.poll(() => alertsSet(channelId), soon).toContain('Input Failed Over')
    await stop(rehearsal, channelId)
  })

  it('restarts one pipeline while the other goes on', async () => {
    const { channelId, sources, wanted } = await runShow({ pipelines: 2 })
    await expect.poll(sources, soon).toEqual(wanted)
    const connections = async () => {
      const { sinks } = await rehearsal.picture()
      const own = sinks.filter((sink) => sink.channelId === channelId)
      return own.map(({ pipelineId, connections }) => `${pipelineId}: ${connections}`)
    }
    await rehearsal.mediaLive.send(
      new RestartChannelPipelinesCommand({ ChannelId: channelId, PipelineIds: ['PIPELINE_0'] }),
    )
    await expect.poll(connections, soon).toEqual(['0: 2', '1: 1'])
    await stop(rehearsal, channelId)
  })

  it('stops by itself when its only output is lost, if AWS does as its guide says', async () => {
    const { channelId } = await runShow({
      legs: [
        { name: 'sole', url: 'rtmp://sole.example.com/app', streamName: 'key', numRetries: 1 },
      ],
    })
    rehearsal.simulator.drills.arm({ kind: 'destination-down', destination: 'sole.example.com' })
    await untilState(rehearsal.mediaLive, channelId, 'IDLE')
    expect(await alertsSet(channelId)).toEqual([])
  })
})
