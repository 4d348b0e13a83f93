import type { Flow } from '../../harness/conformanceFlow'
import { accountQuestions, schedulerQuestions } from './accountQuestions'
import * as cloudWatch from './cloudWatchFlows'
import * as ivs from './ivsFlows'
import { channelBill, channelLife, lookingChangesNothing, throttle } from './mediaLiveLife'
import {
  accountLimits,
  channelQuota,
  channelRefusals,
  channelUpdates,
  pages,
} from './mediaLiveRules'
import { batches, schedule } from './mediaLiveSchedule'
import { destinationQuestions, onAirQuestions } from './onAirQuestions'
import { channelQuestions } from './questionFlows'
import * as s3 from './s3Flows'
import * as scheduler from './schedulerFlows'
import { signInRunsOut, whoAmI } from './stsFlows'

/** Every flow, the long ones first. */
export const allFlows: readonly Flow[] = [
  channelLife,
  channelUpdates,
  channelRefusals,
  scheduler.deadMansSwitch,
  scheduler.scheduleGroups,
  schedule,
  batches,
  cloudWatch.metrics,
  cloudWatch.metricRefusals,
  channelQuestions,
  onAirQuestions,
  destinationQuestions,
  schedulerQuestions,
  lookingChangesNothing,
  channelBill,
  throttle,
  pages,
  accountLimits,
  channelQuota,
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
  // What it makes may fill the account: the last.
  accountQuestions,
]
