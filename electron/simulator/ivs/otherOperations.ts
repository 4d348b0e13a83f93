import type { AwsRequest } from '../kit/aws'

/** What IVS has beside what is simulated here: named in the refusal, and drills can name it. */
const otherOperations: ReadonlySet<string> = new Set([
  'BatchStartViewerSessionRevocation',
  'CreateAdConfiguration',
  'CreatePlaybackRestrictionPolicy',
  'DeleteAdConfiguration',
  'DeletePlaybackKeyPair',
  'DeletePlaybackRestrictionPolicy',
  'GetAdConfiguration',
  'GetPlaybackKeyPair',
  'GetPlaybackRestrictionPolicy',
  'ImportPlaybackKeyPair',
  'InsertAdBreak',
  'ListAdConfigurations',
  'ListPlaybackKeyPairs',
  'ListPlaybackRestrictionPolicies',
  'StartViewerSessionRevocation',
  'UpdateAdConfiguration',
  'UpdatePlaybackRestrictionPolicy',
])

export function otherOperationOf({
  method,
  path,
}: Pick<AwsRequest, 'method' | 'path'>): string | undefined {
  const name = path.slice(1)
  return method === 'POST' && otherOperations.has(name) ? name : undefined
}
