import { z } from 'zod'
import { AwsFault, type InnerCall } from '../kit/aws'
import { parsedJson } from '../kit/json'
import { notSimulated } from '../kit/notSimulated'
import { actionExists, serviceExists } from './awsActions'
import { invalid } from './faults'
import type { Definition } from './shapes'

/** One call of another service, ready to be made. */
export interface TargetCall {
  readonly scope: string
  /** In IAM's spelling, such as `medialive:StopChannel`. */
  readonly action: string
  readonly resourceArns: readonly string[]
  readonly call: Pick<InnerCall, 'method' | 'path' | 'body'>
}

interface Place {
  readonly region: string
  readonly account: string
}

interface UniversalTarget {
  /** The parameters of the call, each in PascalCase whatever the service itself calls it. */
  readonly input: z.ZodObject
  call(input: unknown, place: Place): TargetCall
}

function universal<Shape extends z.ZodObject>(
  input: Shape,
  call: (input: z.output<Shape>, place: Place) => TargetCall,
): UniversalTarget {
  return { input, call: (given, place) => call(input.parse(given), place) }
}

const OneChannel = z.strictObject({ ChannelId: z.string().min(1) })
const ManyResources = z.strictObject({
  ChannelIds: z.array(z.string()).optional(),
  MultiplexIds: z.array(z.string()).optional(),
})

const channelArn = ({ region, account }: Place, id: string) =>
  `arn:aws:medialive:${region}:${account}:channel:${id}`

const onChannel = (action: string, method: string, suffix: string) =>
  universal(OneChannel, ({ ChannelId }, place) => ({
    scope: 'medialive',
    action: `medialive:${action}`,
    resourceArns: [channelArn(place, ChannelId)],
    call: {
      method,
      path: `/prod/channels/${encodeURIComponent(ChannelId)}${suffix}`,
      body: undefined,
    },
  }))

const onMany = (action: string, path: string) =>
  universal(ManyResources, ({ ChannelIds = [], MultiplexIds }, place) => ({
    scope: 'medialive',
    action: `medialive:${action}`,
    resourceArns: ChannelIds.map((id) => channelArn(place, id)),
    call: {
      method: 'POST',
      path,
      body: { channelIds: ChannelIds, ...(MultiplexIds && { multiplexIds: MultiplexIds }) },
    },
  }))

/** Universal targets that are simulated: `arn:aws:scheduler:::aws-sdk:` and one of these. */
const universalTargets: Readonly<Record<string, UniversalTarget>> = {
  'medialive:stopChannel': onChannel('StopChannel', 'POST', '/stop'),
  'medialive:startChannel': onChannel('StartChannel', 'POST', '/start'),
  'medialive:deleteChannel': onChannel('DeleteChannel', 'DELETE', ''),
  'medialive:batchStop': onMany('BatchStop', '/prod/batch/stop'),
  'medialive:batchStart': onMany('BatchStart', '/prod/batch/start'),
  'ivs:stopStream': universal(z.strictObject({ ChannelArn: z.string() }), ({ ChannelArn }) => ({
    scope: 'ivs',
    action: 'ivs:StopStream',
    resourceArns: [ChannelArn],
    call: { method: 'POST', path: '/StopStream', body: { channelArn: ChannelArn } },
  })),
  'ivs:deleteStreamKey': universal(z.strictObject({ Arn: z.string() }), ({ Arn }) => ({
    scope: 'ivs',
    action: 'ivs:DeleteStreamKey',
    resourceArns: [Arn],
    call: { method: 'POST', path: '/DeleteStreamKey', body: { arn: Arn } },
  })),
}

/** Actions that begin so only read, and are no targets (user guide, "Using universal targets"). */
const readingPrefix =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/

const universalForm = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9]+):([a-z]\w*)$/
const resourceForm = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/

/**
 * Refuses a target that AWS refuses, then one that is not simulated. AWS looks into the input when
 * the schedule is made: a parameter that the call needs has to be there, in PascalCase.
 */
export function checkTarget(target: Definition['Target']): void {
  const [, service, action] = universalForm.exec(target.Arn) ?? []
  if (service === undefined || action === undefined) {
    const isUniversal = target.Arn.includes(':scheduler:::aws-sdk:')
    if (isUniversal || !resourceForm.test(target.Arn)) {
      throw invalid('Provided Arn is not in correct format.')
    }
    throw notSimulated(`The templated target ${target.Arn}`)
  }
  if (!serviceExists(service)) throw invalid(`The service ${service} is not supported as a target.`)
  if (readingPrefix.test(action) || !actionExists(service, action)) {
    throw invalid(`The action ${action} of ${service} is not supported as a target.`)
  }
  const known = universalTargets[`${service}:${action}`]
  if (known === undefined) throw notSimulated(`The target ${service}:${action}`)
  if (Object.keys(target).some((member) => member.endsWith('Parameters'))) {
    throw invalid('Parameters of a templated target were provided for a universal target.')
  }
  checkInput(known, target.Input)
}

function checkInput({ input }: UniversalTarget, text: string | undefined): void {
  const parsed = input.safeParse(jsonOf(text ?? '{}'), { reportInput: true })
  if (parsed.success) return
  const { issues } = parsed.error
  const missing = issues.filter(
    ({ input: given, path }) => given === undefined && path.length === 1,
  )
  if (missing.length > 0) {
    const fields = missing.map(({ path }) => String(path[0])).join(', ')
    throw wrongInput(`Request payload is missing the following field(s): ${fields}.`)
  }
  throw wrongInput(
    issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; '),
  )
}

const wrongInput = (reason: string) => invalid(`Invalid RequestJson provided. Reason ${reason}`)

function jsonOf(text: string): unknown {
  try {
    return parsedJson(text)
  } catch {
    throw wrongInput('The input is not valid JSON.')
  }
}

/**
 * The call that a checked target makes, its input as it stands when it is made. Throws an `AwsFault`
 * where that input makes no call: half a surrogate pair cannot be written into a path.
 */
export function callOf(targetArn: string, input: string, place: Place): TargetCall {
  const [, service, action] = universalForm.exec(targetArn) ?? []
  const target = universalTargets[`${service}:${action}`]
  if (target === undefined) throw new Error(`no target ${targetArn} was ever accepted`)
  try {
    return target.call(JSON.parse(input), place)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new AwsFault(400, 'ValidationException', `The input makes no call: ${reason}`)
  }
}
