/** What a row of the operations table says besides "simulated", by `service.Operation`. */
interface Noted {
  /** Answers in the right form from less than AWS has. */
  readonly isApproximated?: true
  readonly note: string
}

const noted = (note: string, operations: readonly string[]): [string, Noted][] =>
  operations.map((operation) => [operation, { note }])

const approximated = (note: string, operations: readonly string[]): [string, Noted][] =>
  operations.map((operation) => [operation, { note, isApproximated: true }])

export const coverageNotes: Readonly<Record<string, Noted>> = Object.fromEntries([
  ...noted('type RTMP_PUSH without VPC; other types 501', [
    'medialive.CreateInput',
    'medialive.UpdateInput',
  ]),
  ...noted('of what actions do, input switches and pauses', [
    'medialive.BatchUpdateSchedule',
    'medialive.DescribeSchedule',
    'medialive.DeleteSchedule',
  ]),
  ...noted('no multiplex is known', [
    'medialive.BatchStart',
    'medialive.BatchStop',
    'medialive.BatchDelete',
  ]),
  ...approximated('as far as the picture raises them', [
    'medialive.DescribeThumbnails',
    'medialive.ListAlerts',
  ]),
  ...approximated('counted, delivered to nobody', ['ivs.PutMetadata']),
  ...approximated('metric statistics, no metric math', ['cloudwatch.GetMetricData']),
  ...noted('one-time schedules', ['scheduler.CreateSchedule', 'scheduler.UpdateSchedule']),
])
