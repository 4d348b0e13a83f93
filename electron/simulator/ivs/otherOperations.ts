import type { AwsRequest } from '../kit/aws'

/** Of IVS real-time streaming (API 2020-07-14), which is signed for the same service. */
const realTimeOperations: ReadonlySet<string> = new Set(
  `
CreateEncoderConfiguration CreateIngestConfiguration CreateParticipantToken CreateStage
CreateStorageConfiguration DeleteEncoderConfiguration DeleteIngestConfiguration DeletePublicKey
DeleteStage DeleteStorageConfiguration DisconnectParticipant GetComposition GetEncoderConfiguration
GetIngestConfiguration GetParticipant GetPublicKey GetStage GetStageSession GetStorageConfiguration
ImportPublicKey ListCompositions ListEncoderConfigurations ListIngestConfigurations
ListParticipantEvents ListParticipantReplicas ListParticipants ListPublicKeys ListStages
ListStageSessions ListStorageConfigurations StartComposition StartParticipantReplication
StopComposition StopParticipantReplication UpdateIngestConfiguration UpdateStage
`
    .trim()
    .split(/\s+/),
)

/** What IVS has beside what is simulated here: named in the refusal, and drills can name it. */
export const otherOperations: ReadonlySet<string> = new Set([
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
  const isOther = otherOperations.has(name) || realTimeOperations.has(name)
  return method === 'POST' && isOther ? name : undefined
}
