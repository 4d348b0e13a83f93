import { result, type Check } from './facts'

/** What stops the show in AWS if this machine dies: a role, or the operator's word to go without. */
export const safetyStop: Check = ({ settings: { safetyRoleArn, withoutSafetyStop } }) => {
  if (safetyRoleArn !== null)
    return result(
      'safety-stop',
      'fine',
      'AWS will stop the show by itself, should this machine die.',
    )
  return withoutSafetyStop
    ? result(
        'safety-stop',
        'warns',
        'Nothing in AWS will stop the show, should this machine die.',
        'Enter the role for the safety stop in Settings.',
      )
    : result(
        'safety-stop',
        'blocks',
        'Nothing in AWS would stop the show, should this machine die.',
        'Enter the role for the safety stop in Settings, or agree there to go without.',
      )
}
