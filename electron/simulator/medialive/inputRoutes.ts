import { param, reply, route, type JsonRoute } from '../kit/restJson'
import { InputChange, NewInput, NewSecurityGroup } from './inputShapes'
import { listPage } from './paged'
import { parseBody } from './parse'
import type { MediaLiveWorld } from './world'

export function inputRoutes(world: MediaLiveWorld): readonly JsonRoute[] {
  const { inputs } = world
  const one = '/prod/inputs/:id'
  return [
    route('CreateInput', 'POST', '/prod/inputs', ({ region, body }) => {
      const input = inputs.create(region, parseBody(NewInput, body, 'bad-request'))
      return reply(201, { input: inputs.view(input) })
    }),
    route('ListInputs', 'GET', '/prod/inputs', ({ region, query }) =>
      reply(
        200,
        listPage(query, 'inputs', world.lists(region).inputs, (input) => inputs.view(input)),
      ),
    ),
    route('DescribeInput', 'GET', one, (call) =>
      reply(200, inputs.view(inputs.describe(call.region, param(call, 'id')))),
    ),
    route('UpdateInput', 'PUT', one, (call) => {
      const change = parseBody(InputChange, call.body, 'bad-request')
      const input = inputs.update(call.region, param(call, 'id'), change)
      return reply(200, { input: inputs.view(input) })
    }),
    route('DeleteInput', 'DELETE', one, (call) => {
      inputs.delete(call.region, param(call, 'id'))
      return reply(200, {})
    }),
  ]
}

export function securityGroupRoutes(world: MediaLiveWorld): readonly JsonRoute[] {
  const { securityGroups } = world
  const all = '/prod/inputSecurityGroups'
  const one = `${all}/:id`
  return [
    route('CreateInputSecurityGroup', 'POST', all, ({ region, body }) => {
      const asked = parseBody(NewSecurityGroup, body, 'bad-request')
      const group = securityGroups.create(region, asked)
      return reply(200, { securityGroup: securityGroups.view(group) })
    }),
    route('ListInputSecurityGroups', 'GET', all, ({ region, query }) =>
      reply(
        200,
        listPage(query, 'inputSecurityGroups', world.lists(region).securityGroups, (group) =>
          securityGroups.view(group),
        ),
      ),
    ),
    route('DescribeInputSecurityGroup', 'GET', one, (call) =>
      reply(200, securityGroups.view(securityGroups.describe(call.region, param(call, 'id')))),
    ),
    route('UpdateInputSecurityGroup', 'PUT', one, (call) => {
      const asked = parseBody(NewSecurityGroup, call.body, 'bad-request')
      const group = securityGroups.update(call.region, param(call, 'id'), asked)
      return reply(200, { securityGroup: securityGroups.view(group) })
    }),
    route('DeleteInputSecurityGroup', 'DELETE', one, (call) => {
      securityGroups.delete(call.region, param(call, 'id'))
      return reply(200, {})
    }),
  ]
}
