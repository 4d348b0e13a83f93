import { AwsFault } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import type { FormStructure } from '../kit/queryForm'
import type { XmlValue } from '../kit/queryXml'
import type { RoleSessions } from './sessions'

/** Every caller has a role already, so this is role chaining: an hour at most (STS API reference, AssumeRole). */
const longestSeconds = 3_600
const shortestSeconds = 900
/** What a role allows at all unless it is told otherwise goes up to twelve hours. */
const mostSeconds = 43_200

export interface AssumeRoleParts {
  readonly context: SimulatorContext
  readonly sessions: RoleSessions
  /** The ARN of who asks. */
  readonly callerArn: string
}

/** Temporary credentials for a role that trusts this account. Session policies and tags are not looked at. */
export function assumeRole(
  { context, sessions, callerArn }: AssumeRoleParts,
  form: FormStructure,
): { readonly [name: string]: XmlValue } {
  const roleArn = member(form, 'RoleArn', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
  const sessionName = member(form, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/)
  const seconds = secondsOf(form)
  checkMfa(form)
  if (!mayBeAssumed(context, roleArn)) {
    throw new AwsFault(
      403,
      'AccessDenied',
      `User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    )
  }
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  const session = sessions.begin(role, sessionName, seconds)
  context.events.append('sts-role-assumed', { arn: session.arn })
  context.changed()
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  }
}

/** A role names the account, or anybody, as whom it trusts; there is no IAM to allow more. */
function mayBeAssumed({ roles, account }: SimulatorContext, roleArn: string): boolean {
  const trusted = [`arn:aws:iam::${account}:root`, account, '*']
  return trusted.some((principal) => roles.trusts(roleArn, principal))
}

function secondsOf({ DurationSeconds }: FormStructure): number {
  if (DurationSeconds === undefined) return longestSeconds
  const seconds = Number(DurationSeconds)
  if (!Number.isInteger(seconds) || seconds < shortestSeconds || seconds > mostSeconds) {
    throw constraint('durationSeconds', `value between ${shortestSeconds} and ${mostSeconds}`)
  }
  if (seconds <= longestSeconds) return seconds
  throw new AwsFault(
    400,
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  )
}

function checkMfa({ SerialNumber, TokenCode }: FormStructure): void {
  if (SerialNumber === undefined && TokenCode === undefined) return
  if (typeof TokenCode === 'string' && /^\d{6}$/.test(TokenCode) && SerialNumber) return
  throw new AwsFault(
    403,
    'AccessDenied',
    'MultiFactorAuthentication failed with invalid MFA one time pass code.',
  )
}

function member(form: FormStructure, name: string, pattern: RegExp): string {
  const value = form[name]
  if (typeof value === 'string' && pattern.test(value)) return value
  throw constraint(`${name[0]?.toLowerCase()}${name.slice(1)}`, `pattern: ${pattern.source}`)
}

const constraint = (where: string, what: string) =>
  new AwsFault(
    400,
    'ValidationError',
    `1 validation error detected: Value at '${where}' failed to satisfy constraint: Member must satisfy ${what}`,
  )
