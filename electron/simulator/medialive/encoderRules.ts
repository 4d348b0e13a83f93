import type { EncoderSettings } from './channelShapes'
import type { H264Settings, VideoDescription } from './encoderShapes'
import type { ValidationError } from './faults'

export const problem = (elementPath: string, errorMessage: string): ValidationError => ({
  elementPath,
  errorMessage: `${elementPath} ${errorMessage}`,
})

const requires = (path: string, property: string): ValidationError => ({
  elementPath: `${path}.${property}`,
  errorMessage: `${path} requires property "${property}"`,
})

/** Rules of video and audio descriptions that go beyond their shapes. */
export function encoderProblems(
  settings: EncoderSettings,
  /** Per attached input, the names of its audio selectors. */
  selectorsOfInputs: readonly (readonly string[])[],
): readonly ValidationError[] {
  return [
    ...settings.videoDescriptions.flatMap(videoProblems),
    ...settings.audioDescriptions.flatMap(({ audioSelectorName }, index) =>
      selectorsOfInputs.every((names) => names.includes(audioSelectorName))
        ? []
        : [
            problem(
              `audioDescriptions[${index}].audioSelectorName`,
              `references undefined audio selector "${audioSelectorName}"`,
            ),
          ],
    ),
    ...repeated(settings.videoDescriptions, 'videoDescriptions'),
    ...repeated(settings.audioDescriptions, 'audioDescriptions'),
  ]
}

function repeated(
  descriptions: readonly { readonly name: string }[],
  path: string,
): readonly ValidationError[] {
  const names = descriptions.map(({ name }) => name)
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [problem(`${path}[${index}].name`, `"${name}" is not unique`)],
  )
}

function videoProblems(video: VideoDescription, index: number): readonly ValidationError[] {
  const path = `videoDescriptions[${index}]`
  const h264 = video.codecSettings?.h264Settings
  return [
    ...(['width', 'height'] as const).flatMap((side) =>
      (video[side] ?? 0) % 2 === 0 ? [] : [problem(`${path}.${side}`, 'must be an even number')],
    ),
    ...(h264 ? h264Problems(h264, `${path}.codecSettings.h264Settings`) : []),
  ]
}

type H264Member =
  | 'bitrate'
  | 'maxBitrate'
  | 'framerateNumerator'
  | 'framerateDenominator'
  | 'parNumerator'
  | 'parDenominator'

/** Which members a mode of rate, frame rate or aspect control cannot do without. */
function h264Problems(h264: H264Settings, path: string): readonly ValidationError[] {
  const needed: H264Member[] = []
  if (h264.framerateControl === 'SPECIFIED') {
    needed.push('framerateNumerator', 'framerateDenominator')
  }
  if (h264.parControl === 'SPECIFIED') needed.push('parNumerator', 'parDenominator')
  if (h264.rateControlMode === 'CBR' || h264.rateControlMode === 'VBR') needed.push('bitrate')
  if (h264.rateControlMode === 'QVBR') needed.push('maxBitrate')
  return needed.filter((member) => h264[member] === undefined).map((each) => requires(path, each))
}
