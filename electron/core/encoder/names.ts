import type { EncodingPreset } from '../../../src/shared/domain/preset'

/** Outputs refer to descriptions by name: one place makes the names, so no reference can dangle. */
export const AUDIO_NAME = 'audio_aac'
export const AUDIO_SELECTOR = 'default-audio-selector'
export const videoName = ({ height, framesPerSecond }: EncodingPreset): string =>
  `video_${height}p${framesPerSecond}`
