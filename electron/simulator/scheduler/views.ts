import type { GroupRecord, ScheduleRecord } from './records'

/** The JSON protocols of AWS write a time as seconds. */
const seconds = (time: number) => time / 1000

const groupArn = (account: string, { region, name }: GroupRecord) =>
  `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`

export const scheduleView = ({
  arn,
  groupName,
  name,
  definition,
  createdAt,
  modifiedAt,
}: ScheduleRecord) => ({
  Arn: arn,
  GroupName: groupName,
  Name: name,
  ...definition,
  CreationDate: seconds(createdAt),
  LastModificationDate: seconds(modifiedAt),
})

export const scheduleSummary = (record: ScheduleRecord) => ({
  Arn: record.arn,
  GroupName: record.groupName,
  Name: record.name,
  State: record.definition.State,
  CreationDate: seconds(record.createdAt),
  LastModificationDate: seconds(record.modifiedAt),
  Target: { Arn: record.definition.Target.Arn },
})

export const groupView = (account: string, group: GroupRecord) => ({
  Arn: groupArn(account, group),
  Name: group.name,
  State: 'ACTIVE',
  CreationDate: seconds(group.createdAt),
  LastModificationDate: seconds(group.modifiedAt),
})
