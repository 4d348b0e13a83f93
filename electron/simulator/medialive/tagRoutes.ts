import { z } from 'zod'
import { param, reply, route, type JsonRoute } from '../kit/restJson'
import { Tags } from './channelShapes'
import { badRequest } from './faults'
import { parseBody } from './parse'
import type { MediaLiveWorld } from './world'

const NewTags = z.object({ tags: Tags })

export function tagRoutes(world: MediaLiveWorld): readonly JsonRoute[] {
  const path = '/prod/tags/:arn+'
  return [
    route('CreateTags', 'POST', path, (call) => {
      const { tags } = parseBody(NewTags, call.body, 'bad-request')
      world.tag(call.region, param(call, 'arn'), tags)
      return reply(204)
    }),
    route('ListTagsForResource', 'GET', path, (call) =>
      reply(200, { tags: world.tagsOf(call.region, param(call, 'arn')) }),
    ),
    route('DeleteTags', 'DELETE', path, (call) => {
      const keys = call.query.getAll('tagKeys')
      if (keys.length === 0) throw badRequest('tagKeys is required')
      world.untag(call.region, param(call, 'arn'), keys)
      return reply(204)
    }),
  ]
}
