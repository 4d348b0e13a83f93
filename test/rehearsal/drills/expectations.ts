import type { Drill } from '../../../electron/simulator/kit/drillShapes'

interface Expectation {
  /** Why this row is there, where the kind does not say it. */
  readonly name: string
  readonly drill: Drill
  /** What the operator reads meanwhile; nothing where nothing is to be said. */
  readonly says: readonly RegExp[]
}

const someTimes = { chance: 0.15 } as const
const fault = { status: 500, type: 'InternalServerErrorException', message: 'a drill' } as const

const creating = { scope: 'medialive', operation: 'CreateChannel' } as const
const noConnection = /^step: network\.unreachable: There is no connection to AWS \(MediaLive\)\./

/** Armed before the first click: the show airs all the same, whole. */
export const satOut: readonly Expectation[] = [
  {
    name: 'a channel cannot be made at first',
    drill: { kind: 'fault', ...creating, ...fault, times: 2 },
    says: [/^step: aws\.trouble: AWS \(MediaLive\) has trouble of its own\./],
  },
  {
    name: 'one call of MediaLive in seven fails',
    drill: { kind: 'fault', scope: 'medialive', ...fault, ...someTimes },
    says: [],
  },
  {
    name: 'the wish for a channel does not arrive at first',
    drill: { kind: 'cut-request', ...creating, times: 2 },
    says: [noConnection],
  },
  {
    name: 'one call of MediaLive in seven does not arrive',
    drill: { kind: 'cut-request', scope: 'medialive', ...someTimes },
    says: [],
  },
  {
    name: 'the channel is made, unanswered',
    drill: { kind: 'lose-answer', ...creating, times: 2 },
    says: [noConnection],
  },
  {
    name: 'the channel of IVS is made, unanswered',
    drill: { kind: 'lose-answer', scope: 'ivs', operation: 'CreateChannel', times: 1 },
    says: [/^step: network\.unreachable: There is no connection to AWS \(IVS\)\./],
  },
  {
    name: 'one answer of MediaLive in seven is lost',
    drill: { kind: 'lose-answer', scope: 'medialive', ...someTimes },
    says: [],
  },
  {
    name: 'the answer of a new channel breaks off',
    drill: { kind: 'cut-body', ...creating, times: 2 },
    says: [noConnection],
  },
  {
    name: 'one answer of MediaLive in seven breaks off',
    drill: { kind: 'cut-body', scope: 'medialive', ...someTimes },
    says: [],
  },
  {
    name: 'answers take their time',
    drill: { kind: 'delay', delayMs: 20, chance: 0.2 },
    says: [],
  },
  {
    name: 'MediaLive throttles for ten seconds of every thirty',
    drill: { kind: 'throttle', scope: 'medialive', forMs: 10_000, everyMs: 30_000 },
    says: [
      /^step: aws\.busy: AWS \(MediaLive\) asked us to slow down\./,
      /^lamp: trouble: No word from AWS for \d+ s: what it is doing is not known\.$/,
    ],
  },
  {
    name: 'the sign-in is gone for two minutes',
    drill: {
      kind: 'expire-credentials',
      accessKeyId: 'REHEARSAL',
      startInMs: 5_000,
      forMs: 120_000,
    },
    says: [/^(parked|step): credentials\.expired: .*[Ss]ign in/],
  },
  {
    name: 'lists are eight seconds behind',
    drill: { kind: 'list-lag', lagMs: 8_000 },
    says: [/^step: wrap\.leftovers: Something of this show is still there\./],
  },
  {
    name: 'AWS takes four times as long',
    drill: { kind: 'slow-transitions', factor: 4 },
    says: [],
  },
]

interface OnAirExpectation extends Expectation {
  /** What must not be claimed while the drill acts. */
  readonly never?: RegExp
}

const ofAMinute = { forMs: 30_000 } as const
const failing = /^leg: leg\.failing: A destination cannot be reached\..*MediaLive goes on trying/
const mending = /^lamp: trouble: AWS is mending the channel: viewers may see nothing\.$/

/** Armed while the picture is proven to arrive: it comes back by itself, and the show ends as it should. */
export const onAir: readonly OnAirExpectation[] = [
  {
    name: 'the encoder is cut off',
    drill: { kind: 'drop-input', inputId: '*', ...ofAMinute },
    says: [
      /^alert: No picture arrives at the ingest\./,
      /^lamp: trouble: The feed brings no picture: viewers see the slate or black\.$/,
    ],
  },
  {
    name: 'the picture is black',
    drill: { kind: 'blacken-input', inputId: '*', ...ofAMinute },
    says: [
      /^alert: The picture is black\./,
      /^lamp: trouble: The feed brings no picture: viewers see the slate or black\.$/,
    ],
    never: /^alert: No picture arrives/,
  },
  {
    name: 'the picture stands still, which AWS does not notice: frames arrive',
    drill: { kind: 'freeze-input', inputId: '*', ...ofAMinute },
    says: [],
    never: /^alert:/,
  },
  {
    name: 'a platform is down',
    drill: { kind: 'destination-down', destination: 'a.rtmp.example.com', ...ofAMinute },
    says: [failing, /^lamp: rehearsal: 1 of 2 destinations receive the picture/],
  },
  {
    name: 'a platform refuses the key',
    drill: { kind: 'refuse-key', destination: 'a.rtmp.example.com', ...ofAMinute },
    says: [failing, /^lamp: rehearsal: 1 of 2 destinations receive the picture/],
  },
  {
    name: 'the only pipeline fails',
    drill: { kind: 'fail-pipeline', channelId: '*' },
    says: [mending],
  },
  {
    name: 'MediaLive is out, while everybody receives the picture',
    drill: { kind: 'throttle', scope: 'medialive', ...ofAMinute },
    says: [/^lamp: trouble: No word from AWS for \d+ s/],
    never: /^lamp: paid-not-on-air/,
  },
  {
    name: 'MediaLive errs, while everybody receives the picture',
    drill: {
      kind: 'fault',
      scope: 'medialive',
      status: 500,
      type: 'InternalServerErrorException',
      message: 'a drill',
      ...ofAMinute,
    },
    says: [/^lamp: trouble: No word from AWS for \d+ s/],
    never: /^lamp: paid-not-on-air/,
  },
  {
    name: 'AWS maintains the channel',
    drill: { kind: 'maintenance', channelId: '*' },
    says: [mending],
  },
]
