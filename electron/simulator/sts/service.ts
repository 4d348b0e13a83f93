import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import { formOf, type FormStructure } from '../kit/queryForm'
import { queryFault, queryReply, type XmlValue } from '../kit/queryXml'
import { assumeRole } from './assumeRole'
import { RoleSessions, type RoleSession, type SavedSessions } from './sessions'

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'
const version = '2011-06-15'
const formLimit = 64 * 1024

/** What STS has beside what is simulated here. */
const otherOperations: ReadonlySet<string> = new Set([
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GetAccessKeyInfo',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetWebIdentityToken',
])

export interface StsService extends Service {
  /** Who took on which role: what other services check signatures by. */
  readonly sessions: RoleSessions
}

/** STS in the query protocol. Every caller has a role; there is no IAM behind it. */
export function stsService(context: SimulatorContext): StsService {
  return new SimulatedSts(context)
}

class SimulatedSts implements StsService {
  readonly scope = 'sts'
  readonly sessions: RoleSessions

  constructor(private readonly context: SimulatorContext) {
    this.sessions = new RoleSessions(context)
  }

  /** The operation stands in the form. */
  operationOf(): undefined {
    return undefined
  }

  async operationInBody(request: AwsRequest): Promise<string> {
    return (await fieldsOf(request)).get('Action') ?? 'MissingAction'
  }

  async handle(request: AwsRequest): Promise<AwsAnswer> {
    const fields = await fieldsOf(request)
    const action = fields.get('Action')
    if (action === null) {
      throw new AwsFault(400, 'MissingAction', 'Could not find action or operation parameter')
    }
    if (fields.get('Version') !== version) throw invalidAction(action, fields.get('Version'))
    this.sessions.check(request.accessKeyId, tokenOf(request))
    const result = this.#answer(action, request, formOf(fields))
    return queryReply({ action, namespace, requestId: request.requestId }, result)
  }

  #answer(
    action: string,
    { accessKeyId }: AwsRequest,
    form: FormStructure,
  ): { readonly [name: string]: XmlValue } {
    const { context, sessions } = this
    const caller = this.#caller(accessKeyId)
    switch (action) {
      case 'GetCallerIdentity':
        return { Arn: caller.arn, UserId: caller.userId, Account: context.account }
      case 'AssumeRole':
        return assumeRole({ context, sessions, callerArn: caller.arn }, form)
      case 'GetSessionToken':
        // STS API reference, GetSessionToken: only for users, never with the credentials of a role.
        throw new AwsFault(
          403,
          'AccessDenied',
          'Cannot call GetSessionToken with session credentials',
        )
      default:
        if (otherOperations.has(action)) throw notSimulated(`sts:${action}`)
        throw invalidAction(action, version)
    }
  }

  /** Keys that are not of a session belong to the role of the rehearsal. */
  #caller(accessKeyId: string): Pick<RoleSession, 'arn' | 'userId'> {
    const { account } = this.context
    return (
      this.sessions.find(accessKeyId) ?? {
        arn: `arn:aws:sts::${account}:assumed-role/Rehearsal/tallylight`,
        userId: 'AROAREHEARSALEXAMPLE:tallylight',
      }
    )
  }

  faultAnswer(fault: AwsFault, { requestId }: AwsRequest): AwsAnswer {
    const { status, type, message } = fault
    return queryFault({ status, code: codeOf(type), message }, { namespace, requestId })
  }

  throttled = (): AwsFault => new AwsFault(400, 'Throttling', 'Rate exceeded')

  world(): unknown {
    const shown = ({ accessKeyId, arn, expiresAt }: RoleSession) => ({
      accessKeyId,
      arn,
      expiresAt,
    })
    return { account: this.context.account, sessions: this.sessions.all().map(shown) }
  }

  busy(): boolean {
    return false
  }

  snapshot(): SavedSessions {
    return this.sessions.snapshot()
  }

  restore(saved: unknown): void {
    // What snapshot() gave; once it was the sessions alone.
    const kept = saved as SavedSessions | readonly RoleSession[]
    this.sessions.restore('sessions' in kept ? kept : { sessions: kept, expired: [] })
  }

  reset(): void {
    this.sessions.restore({ sessions: [], expired: [] })
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

async function fieldsOf(request: AwsRequest): Promise<URLSearchParams> {
  if (request.method !== 'POST') return request.query
  const body = await request.body(formLimit)
  return new URLSearchParams(Buffer.from(body).toString('utf8'))
}

function tokenOf({ headers, query }: Pick<AwsRequest, 'headers' | 'query'>) {
  const inHeader = headers['x-amz-security-token']
  return typeof inHeader === 'string' ? inHeader : (query.get('X-Amz-Security-Token') ?? undefined)
}

const invalidAction = (action: string, asked: string | null) =>
  new AwsFault(
    400,
    'InvalidAction',
    `Could not find operation ${action} for version ${asked ?? 'none'}`,
  )

/** The query protocol names these without the suffix that the JSON protocols give them. */
const codeOf = (type: string): string =>
  ['ExpiredTokenException', 'AccessDeniedException'].includes(type)
    ? type.replace(/Exception$/, '')
    : type
