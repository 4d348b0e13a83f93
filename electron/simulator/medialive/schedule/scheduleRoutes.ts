import { param, reply, route, type JsonCall, type JsonRoute } from '../../kit/restJson'
import { badRequest } from '../faults'
import { listPage } from '../paged'
import { parseBody } from '../parse'
import type { ChannelRecord, ChannelState } from '../records'
import type { MediaLiveWorld } from '../world'
import { orderKey } from './actions'
import { ScheduleBatch } from './actionShapes'

/**
 * "You can create actions when the channel is running or when it is idle" (user guide); deleting while
 * it recovers is described too. Of the other states nothing is said.
 */
const updatable: readonly ChannelState[] = ['IDLE', 'UPDATE_FAILED', 'RUNNING', 'RECOVERING']

/** The schedule of a channel, under its path. */
export function scheduleRoutes({
  channels,
  schedules,
  assumptions,
}: MediaLiveWorld): readonly JsonRoute[] {
  const path = '/prod/channels/:id/schedule'
  const channelOf = (call: JsonCall): ChannelRecord =>
    channels.existing(call.region, param(call, 'id'))
  return [
    route('BatchUpdateSchedule', 'PUT', path, (call) => {
      const channel = channelOf(call)
      const batch = parseBody(ScheduleBatch, call.body, 'unprocessable')
      if (assumptions.of('schedule-on-the-way') === 'refused') refuseState(channel)
      const { created, deleted } = schedules.update(channel, batch)
      return reply(200, {
        ...(batch.creates ? { creates: { scheduleActions: created } } : {}),
        ...(batch.deletes ? { deletes: { scheduleActions: deleted } } : {}),
      })
    }),
    route('DescribeSchedule', 'GET', path, (call) => {
      const actions = schedules.actionsOf(channelOf(call).id)
      const items = actions.map((kept) => ({ id: orderKey(actions, kept), action: kept.action }))
      return reply(
        200,
        listPage(call.query, 'scheduleActions', items, ({ action }) => action),
      )
    }),
    route('DeleteSchedule', 'DELETE', path, (call) => {
      schedules.wipe(channelOf(call).id)
      return reply(200, {})
    }),
  ]
}

/** The operation does not declare 409 (service model). */
function refuseState({ id, state }: ChannelRecord): void {
  if (updatable.includes(state)) return
  throw badRequest(`The schedule of channel ${id} cannot be changed while it is ${state}`)
}
