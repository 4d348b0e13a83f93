import { AwsFault, type AwsRequest } from './aws'

/** Who holds temporary credentials. */
export interface KnownSessions {
  /** Throws an `AwsFault` in the words of STS when they have run out or the token is another's. */
  check(accessKeyId: string, token: string | undefined): void
}

/** These look themselves, where it is their turn among their other checks. */
const checkThemselves: readonly string[] = ['s3', 'sts']

/** Their protocols call a token that is not good by another name than the query protocol. */
const restJsonServices: readonly string[] = ['medialive', 'ivs', 'scheduler']

/** Refuses the temporary credentials of a role that have run out, as every service of AWS does. */
export function checkSession(
  sessions: KnownSessions | undefined,
  scope: string,
  { accessKeyId, headers, query }: Pick<AwsRequest, 'accessKeyId' | 'headers' | 'query'>,
): void {
  if (sessions === undefined || checkThemselves.includes(scope)) return
  const inHeader = headers['x-amz-security-token']
  const token = typeof inHeader === 'string' ? inHeader : query.get('X-Amz-Security-Token')
  try {
    sessions.check(accessKeyId, token ?? undefined)
  } catch (thrown) {
    const isMalnamed = thrown instanceof AwsFault && thrown.type === 'InvalidClientTokenId'
    if (!isMalnamed || !restJsonServices.includes(scope)) throw thrown
    throw new AwsFault(thrown.status, 'UnrecognizedClientException', thrown.message)
  }
}
