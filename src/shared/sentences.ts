import type { Sentence } from './errors'

/**
 * Every sentence an operator can meet when something goes wrong, by subject: what happened, most
 * likely why, what to do, and what it means for what is on air. Nothing secret may be put into one.
 * A row is a function of the few words that change.
 */
export const sentences = {
  // Signing in: profiles of the AWS files

  profileMissing: (profile: string): Sentence => ({
    code: 'profile.missing',
    what: `The profile ${profile} is not in the AWS files any more.`,
    why: 'It was renamed or removed, or another file is in use (AWS_CONFIG_FILE).',
    todo: 'Choose another profile, or put it back and try again. What is on air goes on.',
    fate: 'wait',
  }),
  profileIncomplete: (profile: string, missing: string): Sentence => ({
    code: 'profile.incomplete',
    what: `The profile ${profile} lacks ${missing}.`,
    why: 'Its section in the AWS config file is not complete.',
    todo: `Add ${missing} to the profile, then try again.`,
    fate: 'wait',
  }),
  profileSourceMissing: (profile: string, source: string): Sentence => ({
    code: 'profile.source-missing',
    what: `The profile ${profile} builds on ${source}, which does not exist.`,
    why: `source_profile names ${source}, and neither AWS file has such a profile.`,
    todo: `Add the profile ${source}, or correct source_profile, then try again.`,
    fate: 'wait',
  }),
  profileCircle: (profile: string, circle: string): Sentence => ({
    code: 'profile.circle',
    what: `The profile ${profile} builds on itself.`,
    why: `The source profiles go round in a circle: ${circle}.`,
    todo: 'Let source_profile lead to a profile with credentials of its own, then try again.',
    fate: 'wait',
  }),
  profileNeedsMfa: (profile: string): Sentence => ({
    code: 'profile.mfa',
    what: `The profile ${profile} asks for an MFA code.`,
    why: 'MFA codes cannot be entered here yet (mfa_serial).',
    todo: 'Sign in with IAM Identity Center (aws configure sso), or let a credential_process ask for the code, then try again.',
    fate: 'wait',
  }),
  profileUnknownKind: (profile: string): Sentence => ({
    code: 'profile.unknown-kind',
    what: `The profile ${profile} holds no way to sign in.`,
    why: 'It has neither keys, a role, a process, nor a single sign-on.',
    todo: 'Add credentials to it (aws configure, or aws configure sso), or choose another profile.',
    fate: 'wait',
  }),
  ssoSignedOut: (profile: string): Sentence => ({
    code: 'profile.sso-signed-out',
    what: `Nobody is signed in for the profile ${profile}.`,
    why: 'There is no single sign-on token on this machine.',
    todo: `Run aws sso login --profile ${profile}, then try again.`,
    fate: 'wait',
  }),
  ssoExpired: (profile: string): Sentence => ({
    code: 'profile.sso-expired',
    what: `The single sign-on of the profile ${profile} has expired.`,
    why: 'Such sign-ins end after some hours.',
    todo: `Run aws sso login --profile ${profile}, then try again. What is on air goes on.`,
    fate: 'wait',
  }),
  ssoSessionMissing: (profile: string, session: string): Sentence => ({
    code: 'profile.sso-session-missing',
    what: `The profile ${profile} names the sign-on ${session}, which does not exist.`,
    why: `The AWS config file has no section [sso-session ${session}].`,
    todo: 'Run aws configure sso, or correct sso_session, then try again.',
    fate: 'wait',
  }),
  loginExpired: (profile: string): Sentence => ({
    code: 'profile.login-expired',
    what: `The sign-in of the profile ${profile} has ended.`,
    why: 'It was made with aws login, and ends after some hours.',
    todo: `Run aws login --profile ${profile}, then try again. What is on air goes on.`,
    fate: 'wait',
  }),
  processFailed: (profile: string, how: string): Sentence => ({
    code: 'profile.process-failed',
    what: `The program that signs in the profile ${profile} failed.`,
    why: `credential_process ${how}.`,
    todo: 'Run the same command in a terminal, mend it, then try again. What is on air goes on.',
    fate: 'wait',
  }),
  signInTimedOut: (profile: string, seconds: number): Sentence => ({
    code: 'profile.timed-out',
    what: `Signing in with the profile ${profile} took too long.`,
    why: `There was no answer within ${seconds} seconds; a credential_process may wait for input.`,
    todo: 'Sign in with the AWS command line once to see what it asks, then try again.',
    fate: 'wait',
  }),
  signInFailed: (profile: string, why: string): Sentence => ({
    code: 'profile.failed',
    what: `Signing in with the profile ${profile} did not work.`,
    why,
    todo: `Check it with aws sts get-caller-identity --profile ${profile}, then try again. What is on air goes on.`,
    fate: 'wait',
  }),
  awsFileUnreadable: (file: string, why: string): Sentence => ({
    code: 'aws-file.unreadable',
    what: `${file} cannot be read.`,
    why,
    todo: 'Mend the file or its permissions. Profiles of the other AWS file are listed all the same.',
    fate: 'wait',
  }),
  awsFileBroken: (file: string, line: number, why: string): Sentence => ({
    code: 'aws-file.broken',
    what: `${file} has a mistake in line ${line}.`,
    why,
    todo: 'Mend that line. All that can be read is listed all the same.',
    fate: 'wait',
  }),
  endpointRedirected: (host: string): Sentence => ({
    code: 'aws.endpoint-redirected',
    what: `Calls to AWS go to ${host}.`,
    why: 'AWS_ENDPOINT_URL is set on this machine.',
    todo: 'If this is not meant, unset it and start the console again.',
    fate: 'wait',
  }),

  // Credentials, as AWS sees them

  credentialsExpired: (profile: string): Sentence => ({
    code: 'credentials.expired',
    what: `The sign-in of the profile ${profile} has expired.`,
    why: 'Temporary credentials end after some hours.',
    todo: 'Sign in again, then try again: the work goes on where it stands. What is on air goes on.',
    fate: 'wait',
  }),
  credentialsRefused: (profile: string): Sentence => ({
    code: 'credentials.refused',
    what: `AWS does not know the credentials of the profile ${profile}.`,
    why: 'The key was deleted or mistyped, or the region is not enabled for this account.',
    todo: 'Check the profile and the region, then try again. What is on air goes on.',
    fate: 'wait',
  }),
  clockWrong: (): Sentence => ({
    code: 'credentials.clock',
    what: 'AWS refused a call because the clock of this machine is wrong.',
    why: 'Signed calls are valid for some minutes only.',
    todo: 'Set the clock to network time. The call is made again with the time AWS gave.',
    fate: 'retry',
  }),
  accessDenied: (profile: string, action: string): Sentence => ({
    code: 'access.denied',
    what: `The profile ${profile} is not allowed to do ${action}.`,
    why: 'No policy of it allows that action, or one denies it.',
    todo: `Ask for ${action} to be allowed, then try again: the work goes on where it stands.`,
    fate: 'wait',
  }),
  accountPending: (service: string): Sentence => ({
    code: 'access.pending',
    what: `AWS has not opened ${service} for this account yet.`,
    why: 'The account is still being verified.',
    todo: 'Wait for the mail from AWS, or write to AWS Support, then try again.',
    fate: 'wait',
  }),

  // The way to AWS, and AWS itself

  noConnection: (service: string): Sentence => ({
    code: 'network.unreachable',
    what: `There is no connection to AWS (${service}).`,
    why: 'The network of this machine is down, or something in between refuses the connection.',
    todo: 'Check the network. It is tried again by itself; what is on air in AWS goes on.',
    fate: 'retry',
  }),
  noAnswer: (service: string): Sentence => ({
    code: 'network.timeout',
    what: `AWS (${service}) did not answer in time.`,
    why: 'The network is slow, or AWS is.',
    todo: 'Nothing: it is tried again by itself. What is on air goes on.',
    fate: 'retry',
  }),
  strangeAnswer: (service: string): Sentence => ({
    code: 'network.strange-answer',
    what: `Something other than AWS answered (${service}).`,
    why: 'A hotel or company network may want you to log in first, or a proxy broke the answer.',
    todo: 'Open a web page in a browser to log in to the network. It is tried again by itself.',
    fate: 'retry',
  }),
  untrustedConnection: (service: string): Sentence => ({
    code: 'network.untrusted',
    what: `The connection to AWS (${service}) cannot be trusted.`,
    why: 'Its certificate is not AWS’s: a company proxy opens the traffic, or the clock is wrong.',
    todo: 'Use another network, or have the certificate of the proxy installed, then try again.',
    fate: 'wait',
  }),
  awsBusy: (service: string): Sentence => ({
    code: 'aws.busy',
    what: `AWS (${service}) asked us to slow down.`,
    why: 'This account made many calls in a short time, from here or elsewhere.',
    todo: 'Nothing: it is tried again by itself, more slowly. What is on air goes on.',
    fate: 'retry',
  }),
  awsTrouble: (service: string): Sentence => ({
    code: 'aws.trouble',
    what: `AWS (${service}) has trouble of its own.`,
    why: 'It answered with an internal error.',
    todo: 'Nothing: it is tried again by itself. If it lasts, look at the AWS Health Dashboard.',
    fate: 'retry',
  }),
  awsRefused: (operation: string, why: string): Sentence => ({
    code: 'aws.refused',
    what: `AWS did not accept ${operation}.`,
    why,
    todo: 'Correct the show or the settings, then begin again. What this run made is given back.',
    fate: 'undo',
  }),
  awsUnforeseen: (operation: string, why: string): Sentence => ({
    code: 'aws.unforeseen',
    what: `AWS answered ${operation} with something the console does not know.`,
    why,
    todo: 'Nothing was changed because of it. Look at the resource in AWS, then go on or give up.',
    fate: 'park',
  }),
  quotaReached: (service: string, why: string): Sentence => ({
    code: 'aws.quota',
    what: `The quota of this account in ${service} is used up.`,
    why,
    todo: 'Delete what is not needed, or raise the quota: AWS console, Service Quotas, this region. What this run made is given back.',
    fate: 'undo',
  }),

  // Resources

  claimConditionFailed: (): Sentence => ({
    code: 'claim.condition-failed',
    what: 'Another console was there first.',
    why: 'Both wanted to air the show in the same moment.',
    todo: 'Nothing: it is looked who that was.',
    fate: 'retry',
  }),
  claimInMotion: (): Sentence => ({
    code: 'claim.in-motion',
    what: 'Another console is just letting go of the show.',
    why: 'Its claim was there and is gone.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  claimUnreadable: (): Sentence => ({
    code: 'claim.unreadable',
    what: 'Who airs this show cannot be read.',
    why: 'The claim under tallylight/claims in the recordings bucket is damaged.',
    todo: 'Make sure that nobody airs the show, delete that file, and prepare again.',
    fate: 'undo',
  }),
  safetyStopExists: (): Sentence => ({
    code: 'safety-stop.exists',
    what: 'There is a safety stop of this name already.',
    why: 'It is left from an earlier start, or another console armed it.',
    todo: 'Nothing: it is moved to the new time.',
    fate: 'retry',
  }),
  safetyStopStillThere: (): Sentence => ({
    code: 'safety-stop.still-there',
    what: 'The safety stop is still set in AWS.',
    why: 'It was deleted, and AWS still knows it.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  safetyRoleRefused: (message: string): Sentence => ({
    code: 'safety-stop.role-refused',
    what: 'AWS does not take the role for the safety stop.',
    why: message,
    todo: 'Check the role under Settings: EventBridge Scheduler has to be allowed to assume it. The template in resources/aws makes one that works.',
    fate: 'undo',
  }),
  resourceGone: (what: string): Sentence => ({
    code: 'resource.gone',
    what: `${what} is not in AWS any more.`,
    why: 'Somebody deleted it, or it belongs to another account or region.',
    todo: 'End the session and prepare the show again.',
    fate: 'undo',
  }),
  channelBusy: (what: string): Sentence => ({
    code: 'channel.busy',
    what: `MediaLive did not accept ${what} just now.`,
    why: 'The channel is in the middle of something else.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  inputTaken: (): Sentence => ({
    code: 'input.taken',
    what: 'The input is still attached to another channel.',
    why: 'MediaLive attaches an input to one channel at a time, and lets go of it late.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  inputBusy: (): Sentence => ({
    code: 'input.busy',
    what: 'MediaLive does not delete the input yet.',
    why: 'It is attached until its channel is gone.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  securityGroupInUse: (): Sentence => ({
    code: 'security-group.in-use',
    what: 'MediaLive does not delete the input security group yet.',
    why: 'An input still uses it.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),
  ivsStillLive: (): Sentence => ({
    code: 'ivs.still-live',
    what: 'The IVS channel cannot be deleted or changed yet.',
    why: 'It is still receiving a stream, or has only just stopped.',
    todo: 'Nothing: it is tried again by itself.',
    fate: 'retry',
  }),

  // Stream keys and the keychain

  keyMissing: (destination: string): Sentence => ({
    code: 'key.missing',
    what: `The stream key of the destination ${destination} is not in the keychain.`,
    why: 'It was never given, was deleted, or the keychain was lost with a restart.',
    todo: `Paste the key of ${destination} again, then try again: the work goes on where it stands.`,
    fate: 'wait',
  }),
  keychainAbsent: (why: string): Sentence => ({
    code: 'keychain.absent',
    what: 'Stream keys are kept in memory only, until the console is closed.',
    why,
    todo: 'Install or unlock the keychain of this machine (Linux: gnome-keyring or KWallet), then start the console again.',
    fate: 'wait',
  }),
  keychainFailed: (why: string): Sentence => ({
    code: 'keychain.failed',
    what: 'The keychain of this machine did not do as asked.',
    why,
    todo: 'Unlock the keychain, then try again. What is on air goes on.',
    fate: 'wait',
  }),

  // The recordings bucket

  bucketMissing: (bucket: string): Sentence => ({
    code: 'bucket.missing',
    what: `There is no bucket ${bucket}.`,
    why: 'Its name is mistyped, or it was deleted.',
    todo: 'Create it, or name another in the account settings, then try again.',
    fate: 'wait',
  }),
  bucketNotOurs: (bucket: string, action: string): Sentence => ({
    code: 'bucket.not-ours',
    what: `The bucket ${bucket} does not allow ${action}.`,
    why: 'It belongs to another account, or no policy allows that here.',
    todo: `Allow ${action} on it, or name another bucket in the account settings, then try again.`,
    fate: 'wait',
  }),
  bucketElsewhere: (bucket: string, region: string): Sentence => ({
    code: 'bucket.elsewhere',
    what: `The bucket ${bucket} lies in ${region === '' ? 'another region' : region}.`,
    why: 'Recordings are written in the region of the show.',
    todo: 'Name a bucket of the same region in the account settings, then try again.',
    fate: 'wait',
  }),
  objectMissing: (name: string): Sentence => ({
    code: 'recording.missing',
    what: `The recording has no ${name} yet.`,
    why: 'It has not been written, or was deleted.',
    todo: 'Nothing: it is looked for again by itself.',
    fate: 'retry',
  }),
  objectsNotDeleted: (count: number, why: string): Sentence => ({
    code: 'recording.not-deleted',
    what: `${count} ${count === 1 ? 'file' : 'files'} of the recording could not be deleted.`,
    why,
    todo: 'Allow s3:DeleteObject on the bucket if it is missing, then try again.',
    fate: 'wait',
  }),

  // This machine

  publicAddressUnknown: (why: string): Sentence => ({
    code: 'public-address.unknown',
    what: 'The public address of this machine could not be found out.',
    why,
    todo: 'Check the network, or give the address ranges yourself in the account settings.',
    fate: 'retry',
  }),
} as const satisfies Record<string, (...words: never[]) => Sentence>
