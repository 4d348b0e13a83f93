import type { ThrottleLimit } from '../kit/aws'

const perSecond = (calls: number): ThrottleLimit => ({ perSecond: calls, burst: calls })

const usual = perSecond(5)
const others: Readonly<Record<string, ThrottleLimit>> = {
  CreateRecordingConfiguration: perSecond(3),
  GetRecordingConfiguration: perSecond(3),
  ListRecordingConfigurations: perSecond(3),
  DeleteRecordingConfiguration: perSecond(3),
  ListTagsForResource: perSecond(10),
  TagResource: perSecond(10),
  UntagResource: perSecond(10),
  PutMetadata: perSecond(155),
}

/** IVS user guide, "Service quotas": each operation by itself. The burst is not documented. */
export const callLimitOf = (operation: string): ThrottleLimit => others[operation] ?? usual

/** Beside the account's 155 a second. */
export const metadataOfChannel: ThrottleLimit = perSecond(5)
