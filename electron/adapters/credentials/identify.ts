import { type IdentityView, REHEARSAL } from '../../../src/shared/domain/account'
import { type CallerIdentity, maskedAccount } from '../aws/callerIdentity'
import type { CredentialsProvider } from '../aws/clients'

interface Identified {
  readonly profile: string
  readonly region: string
  readonly cloud: { identity(): Promise<CallerIdentity> }
  readonly expiresAt: () => number | null
}

/** Who we are at AWS: what may be shown, and the whole account number for main alone. */
export async function identify({ profile, region, cloud, expiresAt }: Identified): Promise<{
  readonly view: IdentityView
  readonly account: string
}> {
  const { account, role } = await cloud.identity()
  const view = {
    profile,
    region,
    maskedAccount: maskedAccount(account),
    role: profile === REHEARSAL ? 'rehearsal' : role,
    expiresAt: expiresAt(),
  }
  return { view, account }
}

/** The simulator does not verify signatures; these only have to look like credentials. */
export const rehearsalCredentials: CredentialsProvider = () =>
  Promise.resolve({ accessKeyId: 'REHEARSAL', secretAccessKey: 'rehearsal' })
