import { result, type Check } from './facts'

/** The recording has somewhere to go, and it answers. */
export const recordingsBucket: Check = ({ settings, identity, bucketTrouble }) => {
  if (settings.bucket === null)
    return result(
      'recordings-bucket',
      'blocks',
      'There is no bucket for the recording.',
      'Enter the name of an S3 bucket in Settings.',
    )
  if (bucketTrouble === undefined && !identity)
    return result(
      'recordings-bucket',
      'warns',
      `Whether ${settings.bucket} can be written to is known once signed in.`,
    )
  return bucketTrouble
    ? result('recordings-bucket', 'blocks', bucketTrouble.what, bucketTrouble.todo)
    : result('recordings-bucket', 'fine', `Recording to ${settings.bucket}.`)
}
