import { result, type Check } from './facts'

/** MediaLive writes the recording in the name of a role. */
export const mediaLiveRole: Check = ({ settings }) =>
  settings.roleArn === null
    ? result(
        'medialive-role',
        'blocks',
        'MediaLive has no role to work with.',
        'Enter the ARN of the role that MediaLive may use, in Settings.',
      )
    : result('medialive-role', 'fine', 'MediaLive has its role.')
