import type { ThrottleLimit } from '../kit/aws'

/** Regions with the higher rates (user guide, "Quotas for EventBridge Scheduler"). */
const largeRegions = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'sa-east-1',
])

/** Of 1,000 and 5,000, which editions of that page differ in, the lower. */
const largeRate = 1000
const smallRate = 250
const groupRate = 10

/** Calls a second, each operation by itself; a burst is not documented. */
export function limitOf(operation: string, region: string): ThrottleLimit {
  const isOfSchedules = /Schedules?$/.test(operation)
  const usual = largeRegions.has(region) ? largeRate : smallRate
  const perSecond = isOfSchedules ? usual : groupRate
  return { perSecond, burst: perSecond }
}
