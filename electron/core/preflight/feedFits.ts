import { presetOf } from '../encoder/presets'
import { result, type Check } from './facts'

/** The encoder's settings and the preset go together. */
export const feedFits: Check = ({ show }) => {
  const preset = presetOf(show.preset)
  if (show.feed.framesPerSecond < preset.framesPerSecond)
    return result(
      'feed-fits',
      'warns',
      `The encoder sends ${show.feed.framesPerSecond} frames a second, the show is made at ${preset.framesPerSecond}: frames are repeated.`,
      'Choose the preset with the frame rate of the encoder.',
    )
  if (show.feed.height < preset.height)
    return result(
      'feed-fits',
      'warns',
      `The encoder sends ${show.feed.height} lines, the show is made with ${preset.height}: the picture is enlarged, and paid as if it were not.`,
      'Choose the smaller preset.',
    )
  return result('feed-fits', 'fine', 'Encoder and preset go together.')
}
