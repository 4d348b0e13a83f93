import { fromIni } from '@aws-sdk/credential-providers'
import { OperatorError, operatorError, type Sentence } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { AwsCredentials } from '../aws/clients'
import { faultOf } from '../aws/faultFacts'
import { inOperatorWords } from '../aws/faults'
import { Scrubber } from '../aws/scrub'
import { runCredentialProcess } from './credentialProcess'
import { readProfileFiles } from './profileFiles'
import { kindOf } from './profileKind'
import { troubleOf } from './profileTrouble'

export interface LoadOptions {
  readonly profile: string
  readonly region: string
  readonly now: () => number
  readonly signal: AbortSignal
}

/**
 * Credentials of a profile, from the files as they are now. What the files alone show to be wrong is
 * said before anybody is asked. Rejects with operator errors only.
 */
export async function loadCredentials(options: LoadOptions): Promise<AwsCredentials> {
  const { profile, region, now } = options
  const files = await readProfileFiles()
  const trouble = await troubleOf(profile, files, now())
  if (trouble) throw operatorError(trouble)
  const section = files.profiles.get(profile) ?? {}
  const command = section['credential_process']
  try {
    if (kindOf(section) === 'process' && command) {
      return await runCredentialProcess({ ...options, command })
    }
    // The region of the show is where roles are assumed, unless the profile names one.
    const provider = fromIni({ profile, ignoreCache: true, parentClientConfig: { region } })
    return await provider()
  } catch (thrown) {
    throw inSignInWords(thrown, profile)
  }
}

/** The SDK's words about profiles and sign-ons; all else is AWS's or the network's. */
const phrases: readonly (readonly [RegExp, (profile: string) => Sentence])[] = [
  [
    /aws sso login|SSO (?:session|token).*(?:expired|invalid|refresh)|Token is expired|Session token not found/i,
    sentences.ssoExpired,
  ],
  [/aws login|login session|re-?authenticate/i, sentences.loginExpired],
  [/multi-factor/i, sentences.profileNeedsMfa],
]

/** A refusal while signing in waits for the operator; it never undoes what a show has made. */
function inSignInWords(thrown: unknown, profile: string): unknown {
  // Also what ended the wait: its reason is in words already.
  if (thrown instanceof OperatorError) return thrown
  const asked = { service: 'STS', operation: 'AssumeRole', scrubber: new Scrubber() } as const
  const fault = faultOf(thrown, asked)
  // AWS's own answers have a status and a name to go by.
  const isOurSide = fault.of.status === null
  const known = isOurSide && phrases.find(([pattern]) => pattern.test(fault.message))?.[1]
  if (known) return operatorError(known(profile), { cause: fault })
  const said = inOperatorWords(thrown, { ...asked, profile })
  if (said.wire.fate === 'retry' || said.wire.fate === 'wait') return said
  return operatorError(sentences.signInFailed(profile, fault.message), { cause: fault })
}
