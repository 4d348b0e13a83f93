import { AwsFault } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'

/** Temporary credentials of somebody who took on a role. */
export interface RoleSession {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** `arn:aws:sts::…:assumed-role/<role>/<session>` */
  readonly arn: string
  readonly userId: string
  readonly expiresAt: number
}

/** The console's own keys while it rehearses: no secret, since they open nothing else. */
const rehearsalKeys = { accessKeyId: 'REHEARSAL', secretAccessKey: 'rehearsal' }

/** Who holds which temporary credentials. */
export class RoleSessions {
  readonly #sessions = new Map<string, RoleSession>()

  constructor(private readonly context: Pick<SimulatorContext, 'account' | 'clock' | 'ids'>) {}

  begin(role: string, sessionName: string, seconds: number): RoleSession {
    const { account, clock, ids } = this.context
    const upper = (purpose: string, length: number) =>
      ids.alphanumeric(purpose, length).toUpperCase()
    const session: RoleSession = {
      accessKeyId: `ASIA${upper('sts-key', 16)}`,
      secretAccessKey: ids.alphanumeric('sts-secret', 40),
      sessionToken: ids.alphanumeric('sts-token', 200),
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
      userId: `AROA${upper('sts-role', 17)}:${sessionName}`,
      expiresAt: clock.now() + seconds * 1000,
    }
    this.#sessions.set(session.accessKeyId, session)
    return session
  }

  find(accessKeyId: string): RoleSession | undefined {
    return this.#sessions.get(accessKeyId)
  }

  /** The secret of a key that is known here; foreign keys are taken at their word. */
  secretOf(accessKeyId: string): string | undefined {
    if (accessKeyId === rehearsalKeys.accessKeyId) return rehearsalKeys.secretAccessKey
    return this.#sessions.get(accessKeyId)?.secretAccessKey
  }

  /** Throws when temporary credentials have run out or their token is another's. */
  check(accessKeyId: string, token: string | undefined): void {
    const session = this.#sessions.get(accessKeyId)
    if (!session) return
    if (token !== session.sessionToken) {
      throw new AwsFault(
        403,
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      )
    }
    if (this.context.clock.now() < session.expiresAt) return
    throw new AwsFault(
      403,
      'ExpiredTokenException',
      'The security token included in the request is expired',
    )
  }

  snapshot(): readonly RoleSession[] {
    return [...this.#sessions.values()]
  }

  restore(saved: readonly RoleSession[]): void {
    this.#sessions.clear()
    for (const session of saved) this.#sessions.set(session.accessKeyId, session)
  }
}
