import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import {
  unsimulatedMembers,
  type ChannelClass,
  type ChannelSpec,
  type OutputDestination,
} from './channelShapes'
import { encoderProblems, problem } from './encoderRules'
import { failoverProblems } from './failover'
import { badRequest, conflict, unprocessable, type ValidationError } from './faults'
import { outputProblems, writesToS3 } from './outputRules'
import type { InputRecord } from './records'
import type { KeptAction } from './schedule/actions'

type Problems = readonly ValidationError[]

export interface ChannelFacts {
  readonly spec: ChannelSpec
  readonly channelClass: ChannelClass
  /** The channel's own id; undefined while it is being made. */
  readonly channelId: string | undefined
  /** The account's roles, and how it answers what nobody knows of AWS. */
  readonly account: Pick<SimulatorContext, 'roles' | 'assumptions'>
  inputOf(inputId: string): InputRecord | undefined
}

const mostPushInputs = 2
const mostInputs = 20

/**
 * Throws what AWS refuses a channel for: 409 for an input that is taken, 400 for a destination of two
 * kinds, 422 with every other error at once.
 */
export function checkChannel(facts: ChannelFacts): void {
  checkAttachable(facts)
  checkDestinationKinds(facts.spec.destinations)
  const problems = [
    ...attachmentProblems(facts),
    ...failoverProblems(facts),
    ...destinationProblems(facts),
    ...userNameProblems(facts),
    ...roleProblems(facts),
    ...groupProblems(facts.spec),
    ...encoderProblems(facts.spec.encoderSettings, selectorsOf(facts.spec)),
    ...outputProblems({
      settings: facts.spec.encoderSettings,
      destinations: facts.spec.destinations,
    }),
  ]
  if (problems.length > 0) throw unprocessable(problems)
  refuseUnsimulated(facts.spec)
}

/** What AWS would do and this simulator cannot: better refused than pretended. */
export function refuseUnsimulatedMembers(asked: Readonly<Record<string, unknown>>): void {
  const isGiven = (value: unknown) =>
    value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  const member = unsimulatedMembers.find((each) => isGiven(asked[each]))
  if (member !== undefined) throw notSimulated(`A channel with ${member}`)
}

function refuseUnsimulated({ encoderSettings }: ChannelSpec): void {
  const codecs = [
    ...encoderSettings.videoDescriptions.map(({ codecSettings }) => codecSettings),
    ...encoderSettings.audioDescriptions.map(({ codecSettings }) => codecSettings),
  ].flatMap((settings) => Object.keys(settings ?? {}))
  const foreign = codecs.find((each) => !['h264Settings', 'aacSettings'].includes(each))
  if (foreign !== undefined) throw notSimulated(`An encode with ${foreign}`)
}

function checkAttachable({ spec, channelId, inputOf }: ChannelFacts): void {
  const ids = spec.inputAttachments.map(({ inputId }) => inputId)
  for (const [index, id] of ids.entries()) {
    const owner = inputOf(id)?.channelId
    const isTaken = owner !== undefined && owner !== channelId
    if (isTaken || ids.indexOf(id) !== index) {
      throw conflict(`inputId=${id} is already attached`)
    }
  }
}

function checkDestinationKinds(destinations: readonly OutputDestination[]): void {
  for (const {
    id,
    settings,
    mediaPackageSettings,
    multiplexSettings,
    srtSettings,
  } of destinations) {
    const isGiven = (list: readonly unknown[] | undefined) => list !== undefined && list.length > 0
    const kinds = [
      isGiven(settings),
      isGiven(mediaPackageSettings),
      multiplexSettings !== undefined,
      isGiven(srtSettings),
    ].filter(Boolean).length
    if (kinds !== 1) {
      throw badRequest(
        `Exactly one of settings, MediaPackage settings, or Multiplex settings is required for destination ${id}.`,
      )
    }
  }
}

function attachmentProblems({ spec, channelClass, inputOf }: ChannelFacts): Problems {
  const { inputAttachments } = spec
  const path = 'inputAttachments'
  const names = inputAttachments.map(({ inputAttachmentName }) => inputAttachmentName)
  const each = inputAttachments.flatMap(({ inputId }, index): Problems => {
    const at = `${path}[${index}].inputId`
    const input = inputOf(inputId)
    if (input === undefined) return [problem(at, `input ${inputId} does not exist`)]
    const isTooSmall = channelClass === 'STANDARD' && input.streamNames.length < 2
    return isTooSmall
      ? [problem(at, `a STANDARD channel requires STANDARD inputs; ${inputId} is not`)]
      : []
  })
  const given = names.filter((name) => name !== undefined)
  return [
    ...each,
    ...(inputAttachments.length === 0 ? [problem(path, 'must not be empty')] : []),
    ...(inputAttachments.length > mostInputs
      ? [problem(path, `must not be more than ${mostInputs}`)]
      : []),
    // Every simulated input is a push input.
    ...(inputAttachments.length > mostPushInputs
      ? [problem(path, `must not hold more than ${mostPushInputs} push inputs`)]
      : []),
    ...(new Set(given).size === given.length ? [] : [problem(path, 'must have unique names')]),
  ]
}

const destinationId = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/

function destinationProblems({ spec, channelClass }: ChannelFacts): Problems {
  const pipelines = channelClass === 'STANDARD' ? 2 : 1
  const ids = spec.destinations.map(({ id }) => id)
  return spec.destinations.flatMap(({ id, settings }, index) => {
    const path = `destinations[${index}]`
    return [
      ...(destinationId.test(id)
        ? []
        : [problem(`${path}.id`, `"${id}" may hold letters, digits and inner hyphens only`)]),
      ...(ids.indexOf(id) === index ? [] : [problem(`${path}.id`, `"${id}" is not unique`)]),
      ...(settings === undefined || settings.length === pipelines
        ? []
        : [
            problem(
              `${path}.settings`,
              `must have exactly ${pipelines} for a ${channelClass} channel, not ${settings.length}`,
            ),
          ]),
    ]
  })
}

function userNameProblems({ spec, account }: ChannelFacts): Problems {
  if (account.assumptions.of('empty-username') === 'accepted') return []
  return spec.destinations.flatMap(({ settings = [] }, at) =>
    settings.flatMap(({ username }, index) =>
      username === ''
        ? [problem(`destinations[${at}].settings[${index}].username`, 'must not be empty')]
        : [],
    ),
  )
}

/** A channel that delivers nothing; what AWS says to it was chosen. */
const groupProblems = ({ encoderSettings }: ChannelSpec): Problems =>
  encoderSettings.outputGroups.length === 0 ? [problem('outputGroups', 'must not be empty')] : []

function roleProblems({ spec: { roleArn, destinations }, account }: ChannelFacts): Problems {
  if (roleArn === undefined || roleArn === '') {
    return writesToS3(destinations)
      ? [problem('roleArn', 'is required for an output to Amazon S3')]
      : []
  }
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    return [problem('roleArn', 'is not the ARN of an IAM role')]
  }
  const isLooked = account.assumptions.of('missing-role') === 'refused'
  return isLooked && !account.roles.trusts(roleArn, 'medialive.amazonaws.com')
    ? [problem('roleArn', 'does not exist, or does not trust medialive.amazonaws.com')]
    : []
}

const selectorsOf = ({ inputAttachments }: ChannelSpec): readonly (readonly string[])[] =>
  inputAttachments.map(({ inputSettings }) =>
    (inputSettings?.audioSelectors ?? []).map(({ name }) => name),
  )

/** Throws where the schedule needs what the channel is to be without (service model, FeatureActivations). */
export function checkScheduled(
  { encoderSettings }: ChannelSpec,
  actions: readonly KeptAction[],
): void {
  const isOn = encoderSettings.featureActivations?.inputPrepareScheduleActions === 'ENABLED'
  const isUsed = actions.some(({ action }) => action.scheduleActionSettings.inputPrepareSettings)
  if (isOn || !isUsed) return
  const path = 'featureActivations.inputPrepareScheduleActions'
  throw unprocessable([problem(path, 'cannot be disabled: the schedule holds input prepares')])
}
