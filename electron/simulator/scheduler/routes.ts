import { pageOf } from '../kit/paging'
import { param, reply, route, type JsonCall, type JsonRoute } from '../kit/restJson'
import { invalid } from './faults'
import type { Groups } from './groups'
import { shaped } from './parse'
import type { GroupRecord } from './records'
import type { ScheduleKey, Schedules } from './schedules'
import {
  AskedGroup,
  AskedSchedule,
  AskedTags,
  ListedGroups,
  ListedSchedules,
  Name,
  ScheduleQuery,
} from './shapes'
import { groupView, scheduleSummary, scheduleView } from './views'

export interface SchedulerWorld {
  readonly account: string
  readonly schedules: Schedules
  readonly groups: Groups
}

const nameIn = (call: JsonCall): string => shaped(Name, param(call, 'name'))

const queryOf = ({ query }: JsonCall) => Object.fromEntries(query)

const keyInQuery = (call: JsonCall): ScheduleKey => ({
  region: call.region,
  groupName: shaped(ScheduleQuery, queryOf(call)).groupName,
  name: nameIn(call),
})

function askedOf(call: JsonCall) {
  const name = nameIn(call)
  const { GroupName, ClientToken, ...definition } = shaped(AskedSchedule, call.body)
  const key: ScheduleKey = { region: call.region, groupName: GroupName, name }
  return { key, definition, token: ClientToken }
}

/** A page in the order of the names. */
function pageReply<Item extends { readonly name: string }>(
  items: readonly Item[],
  asked: { readonly MaxResults: number; readonly NextToken?: string | undefined },
  listed: (page: readonly Item[]) => Record<string, unknown>,
) {
  const keyOf = (item: Item) => `${'groupName' in item ? String(item.groupName) : ''}/${item.name}`
  const { MaxResults: maxResults, NextToken: nextToken } = asked
  const page = pageOf(items, keyOf, { maxResults, nextToken })
  const { nextToken: following } = page
  return reply(200, {
    ...listed(page.items),
    ...(following !== undefined && { NextToken: following }),
  })
}

export const scheduleRoutes = ({ schedules, groups }: SchedulerWorld): readonly JsonRoute[] => [
  route('CreateSchedule', 'POST', '/schedules/:name', (call) => {
    const { key, definition, token } = askedOf(call)
    return reply(200, { ScheduleArn: schedules.create(key, definition, token).arn })
  }),
  route('UpdateSchedule', 'PUT', '/schedules/:name', (call) => {
    const { key, definition } = askedOf(call)
    return reply(200, { ScheduleArn: schedules.update(key, definition).arn })
  }),
  route('GetSchedule', 'GET', '/schedules/:name', (call) =>
    reply(200, scheduleView(schedules.existing(keyInQuery(call)))),
  ),
  route('DeleteSchedule', 'DELETE', '/schedules/:name', (call) => {
    schedules.delete(keyInQuery(call))
    return reply(200, {})
  }),
  route('ListSchedules', 'GET', '/schedules', (call) => {
    const asked = shaped(ListedSchedules, queryOf(call))
    const { ScheduleGroup, NamePrefix = '', State } = asked
    if (ScheduleGroup !== undefined) groups.existing(call.region, ScheduleGroup)
    const wanted = schedules
      .all()
      .filter(
        ({ region, groupName, name, definition }) =>
          region === call.region &&
          (ScheduleGroup === undefined || groupName === ScheduleGroup) &&
          (State === undefined || definition.State === State) &&
          name.startsWith(NamePrefix),
      )
    return pageReply(wanted, asked, (page) => ({ Schedules: page.map(scheduleSummary) }))
  }),
]

export const groupRoutes = ({
  account,
  schedules,
  groups,
}: SchedulerWorld): readonly JsonRoute[] => [
  route('CreateScheduleGroup', 'POST', '/schedule-groups/:name', (call) => {
    const { Tags: tags, ClientToken: token } = shaped(AskedGroup, call.body)
    const group = groups.create(call.region, nameIn(call), { tags, token })
    return reply(200, { ScheduleGroupArn: groupView(account, group).Arn })
  }),
  route('GetScheduleGroup', 'GET', '/schedule-groups/:name', (call) =>
    reply(200, groupView(account, groups.existing(call.region, nameIn(call)))),
  ),
  route('DeleteScheduleGroup', 'DELETE', '/schedule-groups/:name', (call) => {
    const name = nameIn(call)
    groups.delete(call.region, name)
    schedules.deleteGroup(call.region, name)
    return reply(200, {})
  }),
  route('ListScheduleGroups', 'GET', '/schedule-groups', (call) => {
    const asked = shaped(ListedGroups, queryOf(call))
    const { NamePrefix = '' } = asked
    const wanted = groups.inRegion(call.region).filter(({ name }) => name.startsWith(NamePrefix))
    return pageReply(wanted, asked, (page) => ({
      ScheduleGroups: page.map((group) => groupView(account, group)),
    }))
  }),
]

/** Groups alone can be tagged. */
export const tagRoutes = ({ account, groups }: SchedulerWorld): readonly JsonRoute[] => {
  const groupOf = (call: JsonCall): GroupRecord => {
    const arn = param(call, 'arn')
    const [, region, owner, name = ''] =
      /^arn:aws[a-z-]*:scheduler:([a-z0-9-]+):(\d{12}):schedule-group\/([0-9a-zA-Z-_.]+)$/.exec(
        arn,
      ) ?? []
    if (region !== call.region || owner !== account) throw invalid(`Invalid ResourceArn ${arn}.`)
    return groups.existing(region, name)
  }
  return [
    route('ListTagsForResource', 'GET', '/tags/:arn+', (call) =>
      reply(200, { Tags: groupOf(call).tags }),
    ),
    route('TagResource', 'POST', '/tags/:arn+', (call) => {
      const { region, name, tags } = groupOf(call)
      const { Tags: added } = shaped(AskedTags, call.body)
      const kept = tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key))
      groups.tag(region, name, [...kept, ...added])
      return reply(200, {})
    }),
    route('UntagResource', 'DELETE', '/tags/:arn+', (call) => {
      const { region, name, tags } = groupOf(call)
      const gone = call.query.getAll('TagKeys')
      groups.tag(
        region,
        name,
        tags.filter(({ Key }) => !gone.includes(Key)),
      )
      return reply(200, {})
    }),
  ]
}
