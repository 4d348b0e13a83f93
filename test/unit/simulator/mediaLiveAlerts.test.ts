import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../electron/simulator/kit/assumptions'
import { invokeRoute } from '../../../electron/simulator/kit/restJson'
import { healthRoutes } from '../../../electron/simulator/medialive/healthRoutes'
import type { Alert } from '../../../electron/simulator/medialive/picturePort'
import { openWorld, region, spec, ToldPicture } from './mediaLiveWorldFixture'

const alert = (id: string, clearedAt: number | undefined): Alert => ({
  id,
  alertType: 'Video Not Detected',
  message: 'no video',
  pipelineId: '0',
  state: clearedAt === undefined ? 'SET' : 'CLEARED',
  setAt: 0,
  clearedAt,
})

class AlertingPicture extends ToldPicture {
  override alerts = () => [alert('1', undefined), alert('2', 1_000)]
}

/** The ids that ListAlerts shows of a channel that has one alert set and one cleared. */
function listed(answer: Answer<'alerts-without-filter'>, isRunning = true): unknown {
  const { world, context, settle } = openWorld()
  context.assumptions.choose({ 'alerts-without-filter': answer })
  world.attachPicture(new AlertingPicture())
  const group = world.securityGroups.create(region, { whitelistRules: [{ cidr: '127.0.0.0/8' }] })
  const input = world.inputs.create(region, {
    name: 'host',
    type: 'RTMP_PUSH',
    destinations: [{ streamName: 'live/host' }],
    inputSecurityGroups: [group.id],
  })
  settle()
  const { id } = world.channels.create(region, spec(input.id))
  settle()
  if (isRunning) world.channels.start(region, id)
  settle()
  const path = `/prod/channels/${id}/alerts`
  const call = { region, method: 'GET', path, body: undefined, requestId: 'request' }
  const { body } = invokeRoute(healthRoutes(world), call)
  return (body as { alerts: readonly { id: string }[] }).alerts.map(({ id: alertId }) => alertId)
}

describe('ListAlerts without a filter', () => {
  it.each([
    ['all', ['1', '2']],
    ['set', ['1']],
  ] as const)('shows %s', (answer, ids) => {
    expect(listed(answer)).toEqual(ids)
  })

  it('shows none of a channel that does not run', () => {
    expect(listed('all', false)).toEqual([])
  })
})
