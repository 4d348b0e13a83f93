import type { ChannelSpec, FailoverSettings, InputAttachment } from './channelShapes'
import { problem } from './encoderRules'
import type { ValidationError } from './faults'
import type { Failover, FailoverCondition } from './picturePort'
import type { InputRecord } from './records'

type Problems = readonly ValidationError[]

interface FailoverFacts {
  readonly spec: ChannelSpec
  inputOf(inputId: string): InputRecord | undefined
}

/**
 * Rules of a failover pair (MediaLive user guide, "Automatic input failover"): two attached push inputs
 * of the same class, the primary one of which is set up.
 */
export function failoverProblems(facts: FailoverFacts): Problems {
  const { inputAttachments } = facts.spec
  return inputAttachments.flatMap((attachment, index) => {
    const settings = attachment.automaticInputFailoverSettings
    if (settings === undefined) return []
    const path = `inputAttachments[${index}].automaticInputFailoverSettings`
    return [
      ...pairProblems(facts, attachment, { settings, path }),
      ...conditionProblems(attachment, { settings, path }),
    ]
  })
}

interface Located {
  readonly settings: FailoverSettings
  readonly path: string
}

function pairProblems(
  { spec, inputOf }: FailoverFacts,
  { inputId }: InputAttachment,
  { settings, path }: Located,
): Problems {
  const { secondaryInputId } = settings
  const at = `${path}.secondaryInputId`
  if (secondaryInputId === inputId) return [problem(at, 'must be another input')]
  const secondary = spec.inputAttachments.find((each) => each.inputId === secondaryInputId)
  if (secondary === undefined) {
    return [problem(at, `input ${secondaryInputId} is not attached to the channel`)]
  }
  const isChained = secondary.automaticInputFailoverSettings !== undefined
  const one = inputOf(inputId)
  const other = inputOf(secondaryInputId)
  const isSameClass = one?.streamNames.length === other?.streamNames.length
  return [
    ...(isChained ? [problem(at, 'must not have a secondary input itself')] : []),
    ...(one && other && !isSameClass ? [problem(at, 'must be of the same input class')] : []),
  ]
}

function conditionProblems(attachment: InputAttachment, { settings, path }: Located): Problems {
  const selectors = (attachment.inputSettings?.audioSelectors ?? []).map(({ name }) => name)
  return (settings.failoverConditions ?? []).flatMap(({ failoverConditionSettings }, index) => {
    const at = `${path}.failoverConditions[${index}].failoverConditionSettings`
    const given = Object.values(failoverConditionSettings ?? {}).filter(
      (each) => each !== undefined,
    )
    if (given.length !== 1) return [problem(at, 'must contain exactly one property')]
    const selector = failoverConditionSettings?.audioSilenceSettings?.audioSelectorName
    return selector === undefined || selectors.includes(selector)
      ? []
      : [
          problem(
            `${at}.audioSilenceSettings.audioSelectorName`,
            `references undefined audio selector "${selector}"`,
          ),
        ]
  })
}

/** User guide, "Starting the channel": unhealthy for 3 s fails over, healthy for 30 s counts as well. */
const usually = { failoverMs: 3_000, errorClearMs: 30_000 }

/** The failover of an attachment as the picture carries it out. */
export function failoverOf({
  automaticInputFailoverSettings: settings,
}: InputAttachment): Failover | undefined {
  if (settings === undefined) return undefined
  const conditions = (settings.failoverConditions ?? []).flatMap(conditionsOf)
  return {
    secondaryInputId: settings.secondaryInputId,
    preference: settings.inputPreference ?? 'EQUAL_INPUT_PREFERENCE',
    errorClearMs: settings.errorClearTimeMsec ?? usually.errorClearMs,
    conditions:
      conditions.length > 0 ? conditions : [{ kind: 'input-loss', afterMs: usually.failoverMs }],
  }
}

type Condition = NonNullable<FailoverSettings['failoverConditions']>[number]

function conditionsOf({ failoverConditionSettings }: Condition): readonly FailoverCondition[] {
  const { inputLossSettings, audioSilenceSettings, videoBlackSettings } =
    failoverConditionSettings ?? {}
  const { failoverMs } = usually
  if (inputLossSettings) {
    const afterMs = inputLossSettings.inputLossThresholdMsec ?? failoverMs
    return [{ kind: 'input-loss', afterMs }]
  }
  if (audioSilenceSettings) {
    const afterMs = audioSilenceSettings.audioSilenceThresholdMsec ?? failoverMs
    return [{ kind: 'audio-silence', afterMs }]
  }
  if (videoBlackSettings === undefined) return []
  const afterMs = videoBlackSettings.videoBlackThresholdMsec ?? failoverMs
  return [{ kind: 'video-black', afterMs }]
}
