import { param, reply, route, type JsonCall, type JsonRoute } from '../kit/restJson'
import { pipelinesUp, runs } from './pipelines'
import { badRequest, notFound } from './faults'
import { listPage } from './paged'
import type { Alert } from './picturePort'
import type { MediaLiveWorld } from './world'

/** What AWS sees of a running channel: pictures and alerts. */
export const healthRoutes = (world: MediaLiveWorld): readonly JsonRoute[] => [
  route('DescribeThumbnails', 'GET', '/prod/channels/:id/thumbnails', (call) =>
    reply(200, { thumbnailDetails: [thumbnailDetail(world, call)] }),
  ),
  route('ListAlerts', 'GET', '/prod/channels/:id/alerts', (call) => {
    const { id, state } = world.channels.existing(call.region, param(call, 'id'))
    // Stopping a channel clears all its alerts (MediaLive user guide, "Monitoring").
    const alerts = runs(state) ? world.plane.alerts(id) : []
    const unasked = world.assumptions.of('alerts-without-filter') === 'set' ? 'SET' : 'ALL'
    const wanted = alerts.filter(stateFilter(call.query.get('stateFilter') ?? unasked))
    return reply(200, listPage(call.query, 'alerts', wanted, alertView))
  }),
]

function thumbnailDetail(world: MediaLiveWorld, call: JsonCall): object {
  const pipelineId = call.query.get('pipelineId')
  const thumbnailType = call.query.get('thumbnailType')
  if (pipelineId === null || thumbnailType === null) {
    throw badRequest('pipelineId and thumbnailType are required')
  }
  if (thumbnailType !== 'CURRENT_ACTIVE') {
    throw badRequest(`"${thumbnailType}" is not a thumbnail type`)
  }
  const channel = world.channels.existing(call.region, param(call, 'id'))
  const isOn = channel.spec.encoderSettings.thumbnailConfiguration?.state === 'AUTO'
  const up = isOn ? pipelinesUp(channel).find((each) => each === pipelineId) : undefined
  const thumbnail = up && world.plane.thumbnail(channel.id, up)
  if (thumbnail === undefined) throw notFound(`No thumbnails for channel ${channel.id}`)
  return {
    pipelineId,
    thumbnails: [
      {
        body: Buffer.from(thumbnail.jpeg).toString('base64'),
        contentType: 'image/jpeg',
        thumbnailType,
        timeStamp: iso(thumbnail.takenAt),
      },
    ],
  }
}

/** SET, CLEARED or ALL (service model). */
function stateFilter(filter: string): (alert: Alert) => boolean {
  if (filter === 'ALL') return () => true
  if (filter === 'SET' || filter === 'CLEARED') return ({ state }) => state === filter
  throw badRequest(`stateFilter "${filter}" is none of SET, CLEARED and ALL`)
}

const alertView = (alert: Alert): object => ({
  id: alert.id,
  alertType: alert.alertType,
  message: alert.message,
  pipelineId: alert.pipelineId,
  state: alert.state,
  setTimestamp: iso(alert.setAt),
  ...(alert.clearedAt === undefined ? {} : { clearedTimestamp: iso(alert.clearedAt) }),
})

const iso = (timeMs: number) => new Date(timeMs).toISOString()
