import type { Flow, Input, Outcome, QuestionStep, Step } from '../../harness/conformanceFlow'
import { anything, holding, listOf, without } from '../../harness/conformancePattern'
import { channelInput } from './mediaLiveChannel'
import { channelGone, channelIdle, channelMade, channelRuns, channelStops } from './mediaLiveLife'
import { inputGone, inputReady } from './mediaLiveLife'

/** ListAlerts is younger than they are. */
const lacks = ['boto3', 'awscli'] as const

const spareReady: readonly Step[] = [
  {
    call: 'medialive.CreateInput',
    input: {
      Name: '<prefix>-spare',
      Type: 'RTMP_PUSH',
      InputSecurityGroups: ['<groupId>'],
      Destinations: [{ StreamName: 'live/spare' }],
    },
    status: 201,
    save: { spareId: 'Input.Id' },
  },
  spareIs('DETACHED'),
]
const spareGone: readonly Step[] = [
  spareIs('DETACHED'),
  { call: 'medialive.DeleteInput', input: { InputId: '<spareId>' } },
  spareIs('DELETED'),
]

function spareIs(State: string): Step {
  return { call: 'medialive.DescribeInput', input: { InputId: '<spareId>' }, until: { State } }
}

const attachment = (InputId: string, InputAttachmentName: string): Input => ({
  InputId,
  InputAttachmentName,
  InputSettings: { AudioSelectors: [{ Name: 'default-audio-selector' }] },
})

const action = (ActionName: string, settings: Input, start: Input): Input => ({
  ActionName,
  ScheduleActionSettings: settings,
  ScheduleActionStartSettings: start,
})
const planned = (...ScheduleActions: readonly Input[]) =>
  ({
    call: 'medialive.BatchUpdateSchedule',
    input: { ChannelId: '<channelId>', Creates: { ScheduleActions } },
  }) as const
const atOnce: Input = { ImmediateModeScheduleActionStartSettings: {} }
const pausing = (name: string, pipelines: readonly string[]) =>
  planned(
    action(
      name,
      { PauseStateSettings: { Pipelines: pipelines.map((PipelineId) => ({ PipelineId })) } },
      atOnce,
    ),
  )
const switching = (name: string, to: string, start: Input) =>
  planned(action(name, { InputSwitchSettings: { InputAttachmentNameReference: to } }, start))

const alerts = (StateFilter?: string) =>
  ({
    call: 'medialive.ListAlerts',
    input: { ChannelId: '<channelId>', ...(StateFilter === undefined ? {} : { StateFilter }) },
    lacks,
  }) as const
const paused = { AlertType: 'Pipeline is Paused' }

const measured = (Id: string, Namespace: string, MetricName: string, by: Input): Input => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace,
      MetricName,
      Dimensions: Object.entries(by).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 60,
    Stat: 'SampleCount',
  },
})
const byChannel: Input = { ChannelId: '<channelId>', Pipeline: '0' }
const values = (...MetricDataQueries: readonly Input[]) =>
  ({
    call: 'cloudwatch.GetMetricData',
    input: { StartTime: '<minute-1200>Z', EndTime: '<minute+600>Z', MetricDataQueries },
  }) as const
const some = (Id: string): Outcome => ({
  has: { MetricDataResults: holding({ Id, Values: holding(anything) }) },
})

/** What a channel shows while it runs: its schedule, its alerts and its metrics. */
export const onAirQuestions: Flow = {
  name: 'questions about a channel on air',
  picture: 'synthetic',
  steps: [
    ...inputReady,
    ...spareReady,
    {
      call: 'medialive.CreateChannel',
      input: channelInput({
        InputAttachments: [attachment('<inputId>', 'main'), attachment('<spareId>', 'spare')],
      }),
      status: 201,
      save: { channelId: 'Channel.Id' },
    },
    channelIdle,
    pausing('overdue', ['PIPELINE_0']),
    ...channelRuns,
    {
      question: 'overdue-pause',
      ...alerts('SET'),
      answers: {
        held: { has: { Alerts: holding(paused) } },
        'passed-over': { has: { Alerts: without(paused) } },
      },
      upTo: 20,
      otherwise: 'passed-over',
    },
    pausing('again', ['PIPELINE_0']),
    { ...alerts('SET'), until: { Alerts: holding(paused) } },
    pausing('on', []),
    { ...alerts('CLEARED'), until: { Alerts: holding(paused) } },
    { ...alerts('SET'), has: { Alerts: without(paused) } },
    {
      question: 'alerts-without-filter',
      ...alerts(),
      answers: {
        all: { has: { Alerts: holding({ ...paused, State: 'CLEARED' }) } },
        set: { has: { Alerts: without({ State: 'CLEARED' }) } },
      },
    },
    switching('cut', 'spare', { FixedModeScheduleActionStartSettings: { Time: '<time+3600>' } }),
    {
      question: 'follow-live-input',
      ...switching('back', 'main', {
        FollowModeScheduleActionStartSettings: {
          FollowPoint: 'END',
          ReferenceActionName: 'cut',
        },
      }),
      answers: {
        refused: { error: 'UnprocessableEntityException', status: 422 },
        'never-fires': {},
      },
    },
    { advanceMs: 600_000 },
    {
      question: 'dropped-frames-dimensions',
      ...values(
        measured('plain', 'AWS/MediaLive', 'DroppedFrames', byChannel),
        measured('regional', 'AWS/MediaLive', 'DroppedFrames', {
          Pipeline: '0',
          Region: '<region>',
        }),
      ),
      answers: { 'channel-pipeline': some('plain'), 'pipeline-region': some('regional') },
      upTo: 100,
    },
    {
      question: 'metrics-namespace',
      ...values(
        measured('now', 'AWS/MediaLive', 'ActiveAlerts', byChannel),
        measured('older', 'MediaLive', 'ActiveAlerts', byChannel),
      ),
      answers: {
        both: some('older'),
        'AWS/MediaLive': {
          has: { MetricDataResults: holding({ Id: 'older', Values: listOf(0) }) },
        },
      },
    },
    ...channelStops,
    ...channelGone,
    ...spareGone,
    ...inputGone,
  ],
}

const encoderSettings = channelInput()['EncoderSettings'] as {
  readonly OutputGroups: readonly Input[]
}
const [rtmpGroup] = encoderSettings.OutputGroups
/** Gives up soon, and for good. */
const impatient: Input = {
  ...rtmpGroup,
  OutputGroupSettings: { RtmpGroupSettings: { RestartDelay: 0 } },
  Outputs: ((rtmpGroup?.['Outputs'] ?? []) as readonly Input[]).map((output) => ({
    ...output,
    OutputSettings: {
      RtmpOutputSettings: {
        Destination: { DestinationRefId: 'platform' },
        ConnectionRetryInterval: 1,
        NumRetries: 1,
      },
    },
  })),
}
const nobodysKey = (Url: string): Input => ({
  Id: 'platform',
  Settings: [{ Url, StreamName: 'sk_nobodys' }],
})
const [, recording] = channelInput()['Destinations'] as readonly Input[]
const made = (changes: Input): readonly Step[] => [
  ...channelMade.map((step) => ({ ...step, input: channelInput(changes) })),
  channelIdle,
]
const started: Step = { call: 'medialive.StartChannel', input: { ChannelId: '<channelId>' } }
const stoppedAnyway: readonly Step[] = [
  { call: 'medialive.BatchStop', input: { ChannelIds: ['<channelId>'] } },
  channelIdle,
]

const lost: QuestionStep = {
  question: 'sole-output-lost',
  call: 'medialive.DescribeChannel',
  input: { ChannelId: '<channelId>' },
  answers: {
    'channel-stops': { has: { State: /^(STOPPING|IDLE)$/ } },
    'channel-goes-on': { has: { State: 'RUNNING' } },
  },
  upTo: 100,
  otherwise: 'channel-goes-on',
}

/** What becomes of destinations that do not take what is sent. */
export const destinationQuestions: Flow = {
  name: 'questions about destinations',
  notBy: { awscli: 'looks two hundred times, and a command takes a tenth of a second' },
  picture: 'synthetic',
  steps: [
    ...inputReady,
    ...made({
      Destinations: [nobodysKey('rtmp://203.0.113.9/live')],
      EncoderSettings: { ...encoderSettings, OutputGroups: [impatient] },
    }),
    { drill: { kind: 'destination-down', destination: '*' } },
    started,
    lost,
    ...stoppedAnyway,
    { clearDrills: true },
    ...channelGone,
    // The input is let go of a while after the channel is gone.
    ...inputGone.slice(0, 1),
    {
      call: 'ivs.CreateChannel',
      input: { name: '<prefix>-stage', type: 'BASIC' },
      save: { stageArn: 'channel.arn', ingest: 'channel.ingestEndpoint' },
    },
    ...made({ Destinations: [nobodysKey('rtmps://<ingest>:443/app'), recording ?? {}] }),
    started,
    {
      question: 'wrong-key-alert',
      ...alerts('ALL'),
      answers: {
        '6018': { has: { Alerts: holding({ AlertType: 'Failed RTMP Connection' }) } },
        none: { has: { Alerts: without({ AlertType: 'Failed RTMP Connection' }) } },
      },
      upTo: 60,
      otherwise: 'none',
    },
    ...stoppedAnyway,
    ...channelGone,
    { call: 'ivs.DeleteChannel', input: { arn: '<stageArn>' }, status: 204 },
    ...inputGone,
  ],
}
