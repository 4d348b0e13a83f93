import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { present } from './members'

/** Who we are. The account stays in main; what is shown is masked. */
export interface CallerIdentity {
  readonly account: string
  /** The last part of who it is, as people call it: `AdministratorAccess`. */
  readonly role: string
}

export async function callerIdentity(client: STSClient): Promise<CallerIdentity> {
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}))
  return { account: present(Account), role: roleOf(present(Arn)) }
}

/** `111122223333` → `1111…3333`. */
export const maskedAccount = (account: string): string =>
  `${account.slice(0, 4)}…${account.slice(-4)}`

/**
 * `…:assumed-role/AWSReservedSSO_Producer_0123456789abcdef/somebody` → `Producer`; of a user or a
 * plain role the name without its path; the root user is said to be that.
 */
export function roleOf(arn: string): string {
  const [kind = '', ...rest] = arn.split(':').slice(5).join(':').split('/')
  const name = kind === 'assumed-role' ? rest[0] : rest.at(-1)
  const plain = (name ?? kind).replace(/^AWSReservedSSO_(.+)_[0-9a-f]{16}$/, '$1')
  return plain === 'root' ? 'root user' : plain
}
