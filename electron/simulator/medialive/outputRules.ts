import { notSimulated } from '../kit/notSimulated'
import type { EncoderSettings, OutputDestination } from './channelShapes'
import { problem } from './encoderRules'
import type { ValidationError } from './faults'
import type { Output, OutputGroup } from './outputShapes'

type Problems = readonly ValidationError[]

interface Scope {
  readonly settings: EncoderSettings
  readonly destinations: readonly OutputDestination[]
}

const groupKinds = ['rtmpGroupSettings', 'hlsGroupSettings'] as const
/** What AWS has beside; a member of another name it passes over (MediaLive API 2017-10-14). */
const otherGroupKinds: readonly string[] = [
  'archiveGroupSettings',
  'cmafIngestGroupSettings',
  'frameCaptureGroupSettings',
  'mediaPackageGroupSettings',
  'msSmoothGroupSettings',
  'multiplexGroupSettings',
  'srtGroupSettings',
  'udpGroupSettings',
]
const isGroupKind = (kind: string) =>
  otherGroupKinds.includes(kind) || groupKinds.some((each) => each === kind)
const otherHlsKinds: readonly string[] = [
  'audioOnlyHlsSettings',
  'fmp4HlsSettings',
  'frameCaptureHlsSettings',
]
const outputKindOf = {
  rtmpGroupSettings: 'rtmpOutputSettings',
  hlsGroupSettings: 'hlsOutputSettings',
} as const

/** Rules of output groups, outputs and what they refer to. */
export function outputProblems(scope: Scope): Problems {
  const { outputGroups } = scope.settings
  const named = outputGroups.flatMap((group, at) =>
    group.outputs.map((output, index) => ({
      name: output.outputName,
      path: `outputGroups[${at}].outputs[${index}].outputName`,
    })),
  )
  return [
    ...outputGroups.flatMap((group, index) =>
      groupProblems(scope, group, `outputGroups[${index}]`),
    ),
    ...named.flatMap(({ name, path }, index) => nameProblems(named, { name, path, index })),
  ]
}

function nameProblems(
  all: readonly { readonly name: string | undefined }[],
  { name, path, index }: { name: string | undefined; path: string; index: number },
): Problems {
  if (name === undefined) return []
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return [problem(path, 'may hold letters, digits, hyphens and underscores only')]
  }
  const isFirst = all.findIndex((other) => other.name === name) === index
  return isFirst ? [] : [problem(path, `"${name}" is not unique in the channel`)]
}

function groupProblems(scope: Scope, group: OutputGroup, path: string): Problems {
  const given = Object.keys(group.outputGroupSettings).filter(isGroupKind)
  const [kind] = given
  if (given.length !== 1 || kind === undefined) {
    return [
      problem(
        `${path}.outputGroupSettings`,
        'OutputGroupSettings must contain exactly one property',
      ),
    ]
  }
  const known = groupKinds.find((each) => each === kind)
  if (known === undefined) throw notSimulated(`An output group with ${kind}`)
  const outputs = group.outputs.flatMap((output, index) => {
    const outputPath = `${path}.outputs[${index}]`
    return [
      ...kindProblems(output, outputKindOf[known], outputPath),
      ...descriptionProblems(scope, output, outputPath),
      ...(known === 'rtmpGroupSettings' ? rtmpProblems(scope, output, outputPath) : []),
      ...(known === 'hlsGroupSettings' ? hlsOutputProblems(output, outputPath) : []),
    ]
  })
  const none = group.outputs.length === 0 ? [problem(`${path}.outputs`, 'must not be empty')] : []
  return known === 'hlsGroupSettings'
    ? [...none, ...outputs, ...hlsProblems(scope, group, path)]
    : [...none, ...outputs]
}

function kindProblems(output: Output, expected: string, path: string): Problems {
  const given = Object.keys(output.outputSettings)
  if (given.length === 1 && given[0] === expected) return []
  const at = `${path}.outputSettings`
  return [problem(at, `OutputSettings must contain exactly one property: ${expected}`)]
}

function descriptionProblems({ settings }: Scope, output: Output, path: string): Problems {
  const video = output.videoDescriptionName
  const isVideoKnown =
    video === undefined || settings.videoDescriptions.some(({ name }) => name === video)
  const audios = output.audioDescriptionNames ?? []
  const unknown = audios.filter(
    (audio) => !settings.audioDescriptions.some(({ name }) => name === audio),
  )
  const at = (member: string) => `${path}.${member}`
  return [
    ...(isVideoKnown
      ? []
      : [undefinedReference(at('videoDescriptionName'), 'video description', video)]),
    ...unknown.map((name) =>
      undefinedReference(at('audioDescriptionNames'), 'audio description', name),
    ),
    ...(video === undefined && audios.length === 0
      ? [problem(path, 'has neither video nor audio')]
      : []),
  ]
}

const undefinedReference = (elementPath: string, what: string, name: string): ValidationError => ({
  elementPath,
  errorMessage: `Object references undefined ${what} "${name}"`,
})

function destinationOf(
  { destinations }: Scope,
  reference: string | undefined,
  path: string,
): { readonly destination?: OutputDestination; readonly problems: Problems } {
  const at = `${path}.destination.destinationRefId`
  const destination = destinations.find(({ id }) => id === reference)
  if (destination !== undefined) return { destination, problems: [] }
  return { problems: [undefinedReference(at, 'destination', reference ?? '')] }
}

/** RTMP carries one H.264 video and one AAC audio, to an address and a stream name kept apart. */
function rtmpProblems(scope: Scope, output: Output, path: string): Problems {
  const rtmp = output.outputSettings.rtmpOutputSettings
  if (rtmp === undefined) return []
  const at = `${path}.outputSettings.rtmpOutputSettings`
  const { destination, problems } = destinationOf(scope, rtmp.destination.destinationRefId, at)
  const addresses = (destination?.settings ?? []).flatMap(({ url, streamName }) => [
    ...(/^rtmps?:\/\/[^/\s]+\/[^\s]+$/.test(url ?? '')
      ? []
      : [
          problem(at, `destination "${destination?.id}" must have a URL rtmp(s)://host[:port]/app`),
        ]),
    ...(streamName
      ? []
      : [problem(at, `destination "${destination?.id}" must have a stream name`)]),
  ])
  return [...problems, ...addresses, ...rtmpCodecProblems(scope, output, path)]
}

function rtmpCodecProblems({ settings }: Scope, output: Output, path: string): Problems {
  const video = settings.videoDescriptions.find(({ name }) => name === output.videoDescriptionName)
  const audios = settings.audioDescriptions.filter(({ name }) =>
    output.audioDescriptionNames?.includes(name),
  )
  const isH264 = video === undefined || video.codecSettings?.h264Settings !== undefined
  const isAac = audios.every(({ codecSettings }) => codecSettings?.aacSettings !== undefined)
  return [
    ...(isH264 ? [] : [problem(path, 'an RTMP output carries H.264 video only')]),
    ...(isAac ? [] : [problem(path, 'an RTMP output carries AAC audio only')]),
    ...(audios.length <= 1 ? [] : [problem(path, 'an RTMP output carries one audio only')]),
  ]
}

/** HLS goes to S3 here: a bucket and a file prefix, which is not a folder. */
function hlsProblems(scope: Scope, group: OutputGroup, path: string): Problems {
  const hls = group.outputGroupSettings.hlsGroupSettings
  if (hls === undefined) return []
  const at = `${path}.outputGroupSettings.hlsGroupSettings`
  const { destination, problems } = destinationOf(scope, hls.destination.destinationRefId, at)
  const urls = (destination?.settings ?? []).map(({ url }) => url ?? '')
  const foreign = urls.find((url) => /^https?:/.test(url))
  if (foreign !== undefined) throw notSimulated('HLS to a web server')
  const isToS3 = hls.hlsCdnSettings?.hlsS3Settings !== undefined
  const modifiers = group.outputs.map((each) => each.outputSettings.hlsOutputSettings?.nameModifier)
  return [
    ...problems,
    ...urls.flatMap((url) => s3UrlProblems(url, at)),
    ...(isToS3 ? [] : [problem(at, 'requires property "hlsCdnSettings.hlsS3Settings"')]),
    ...(new Set(modifiers).size === modifiers.length
      ? []
      : [problem(`${path}.outputs`, 'must each have their own nameModifier')]),
  ]
}

function s3UrlProblems(url: string, path: string): Problems {
  if (url.endsWith('/')) return [problem(path, `destination "${url}" must not end in "/"`)]
  return /^s3(ssl)?:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^\s]+$/.test(url)
    ? []
    : [problem(path, `destination "${url}" must be s3ssl://bucket/path`)]
}

function hlsOutputProblems(output: Output, path: string): Problems {
  const hls = output.outputSettings.hlsOutputSettings
  if (hls === undefined || hls.hlsSettings.standardHlsSettings !== undefined) return []
  const kind = Object.keys(hls.hlsSettings).find((each) => otherHlsKinds.includes(each))
  if (kind !== undefined) throw notSimulated(`An HLS output with ${kind}`)
  return [
    problem(
      `${path}.outputSettings.hlsOutputSettings.hlsSettings`,
      'must contain exactly one property',
    ),
  ]
}

/** Whether anything is written to a bucket, which takes a role. */
export const writesToS3 = (destinations: readonly OutputDestination[]): boolean =>
  destinations.some(({ settings }) => settings?.some(({ url }) => /^s3(ssl)?:/.test(url ?? '')))
