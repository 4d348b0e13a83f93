import type { Flow } from '../../harness/conformanceFlow'
import * as ivs from './ivsFlows'
import { channelBill, channelLife, lookingChangesNothing, throttle } from './mediaLiveLife'
import { accountLimits, channelRefusals, channelUpdates, pages } from './mediaLiveRules'
import * as s3 from './s3Flows'
import { signInRunsOut, whoAmI } from './stsFlows'

/** Every flow, the long ones first. */
export const allFlows: readonly Flow[] = [
  channelLife,
  channelUpdates,
  channelRefusals,
  lookingChangesNothing,
  channelBill,
  throttle,
  pages,
  accountLimits,
  ivs.stageLife,
  ivs.stageKeys,
  ivs.stageRefusals,
  s3.objects,
  s3.conditions,
  s3.multipart,
  s3.presigned,
  s3.objectPages,
  whoAmI,
  signInRunsOut,
]
