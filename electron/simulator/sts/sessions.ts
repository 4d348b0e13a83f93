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

/** Of keys that have run out only so many are remembered. */
const mostExpired = 10_000

export interface SavedSessions {
  readonly sessions: readonly RoleSession[]
  /** Access key ids, the oldest first. */
  readonly expired: readonly string[]
}

/**
 * Who holds which temporary credentials. Of those that have run out only the access key id is kept:
 * whoever still signs with it has to be told.
 */
export class RoleSessions {
  readonly #sessions = new Map<string, RoleSession>()
  readonly #expired = new Set<string>()

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
    this.#dropExpired()
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
    if (this.#expired.has(accessKeyId)) throw expired()
    if (!session) return
    if (token !== session.sessionToken) {
      throw new AwsFault(
        403,
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      )
    }
    if (this.context.clock.now() < session.expiresAt) return
    throw expired()
  }

  /** Those that are still good. */
  all(): readonly RoleSession[] {
    const now = this.context.clock.now()
    return [...this.#sessions.values()].filter(({ expiresAt }) => now < expiresAt)
  }

  snapshot(): SavedSessions {
    this.#dropExpired()
    return { sessions: [...this.#sessions.values()], expired: [...this.#expired] }
  }

  restore(saved: SavedSessions): void {
    this.#sessions.clear()
    this.#expired.clear()
    for (const accessKeyId of saved.expired) this.#expired.add(accessKeyId)
    for (const session of saved.sessions) this.#sessions.set(session.accessKeyId, session)
    this.#dropExpired()
  }

  #dropExpired(): void {
    const now = this.context.clock.now()
    for (const { accessKeyId, expiresAt } of this.#sessions.values()) {
      if (now < expiresAt) continue
      this.#sessions.delete(accessKeyId)
      this.#expired.add(accessKeyId)
    }
    const tooMany = [...this.#expired].slice(0, -mostExpired)
    for (const accessKeyId of tooMany) this.#expired.delete(accessKeyId)
  }
}

const expired = () =>
  new AwsFault(
    403,
    'ExpiredTokenException',
    'The security token included in the request is expired',
  )
