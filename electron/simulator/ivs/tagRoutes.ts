import { type JsonCall, type JsonRoute, param, reply, route } from '../kit/restJson'
import { bodyOf, knownIn, shaped } from './parse'
import { ResourceArn, TagKeys, TagResource } from './shapes'
import type { IvsWorld } from './world'

export const tagRoutes = (world: IvsWorld): readonly JsonRoute[] => [
  route('ListTagsForResource', 'GET', '/tags/:arn+', (call) =>
    reply(200, { tags: world.tagsOf(resourceOf(call)) }),
  ),
  route('TagResource', 'POST', '/tags/:arn+', (call) => {
    const arn = resourceOf(call)
    world.setTags(arn, { ...world.tagsOf(arn), ...bodyOf(call, TagResource).tags })
    return reply(200, {})
  }),
  route('UntagResource', 'DELETE', '/tags/:arn+', (call) => {
    const arn = resourceOf(call)
    const gone = new Set(shaped(call.query.getAll('tagKeys'), TagKeys, 'tagKeys'))
    const kept = Object.entries(world.tagsOf(arn)).filter(([name]) => !gone.has(name))
    world.setTags(arn, Object.fromEntries(kept))
    return reply(200, {})
  }),
]

const resourceOf = (call: JsonCall) =>
  knownIn(call.region, shaped(param(call, 'arn'), ResourceArn, 'resourceArn'))
