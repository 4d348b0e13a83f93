import { z } from 'zod'
import { AwsFault } from '../kit/aws'
import { reply, route, type JsonCall, type JsonRoute } from '../kit/restJson'
import { arnOf, type ResourceKind } from './arns'
import { badRequest, notFound } from './faults'
import { parseBody } from './parse'
import type { MediaLiveWorld } from './world'

const ids = z.array(z.string()).optional()
const RunBatch = z.object({ channelIds: ids, multiplexIds: ids })
const DeleteBatch = RunBatch.extend({ inputIds: ids, inputSecurityGroupIds: ids })

/** One resource of a batch, and what is to be done to it. */
interface Item {
  readonly kind: ResourceKind | 'multiplex'
  readonly id: string
  /** Does it and tells the state it is in then; throws an `AwsFault`. */
  act(): string
}

/** Many at once: each succeeds or fails for itself, and the call answers 200 all the same. */
export function batchRoutes(world: MediaLiveWorld, account: string): readonly JsonRoute[] {
  const { channels, inputs, securityGroups } = world
  const runBatch = (call: JsonCall, act: (id: string) => { readonly state: string }) => {
    const { channelIds = [], multiplexIds = [] } = parseBody(RunBatch, call.body, 'bad-request')
    return answer(account, call.region, [
      ...channelIds.map((id): Item => ({ kind: 'channel', id, act: () => act(id).state })),
      ...multiplexIds.map(unknownMultiplex),
    ])
  }
  return [
    route('BatchStart', 'POST', '/prod/batch/start', (call) =>
      runBatch(call, (id) => channels.start(call.region, id)),
    ),
    route('BatchStop', 'POST', '/prod/batch/stop', (call) =>
      runBatch(call, (id) => channels.stop(call.region, id)),
    ),
    route('BatchDelete', 'POST', '/prod/batch/delete', (call) => {
      const { region } = call
      const asked = parseBody(DeleteBatch, call.body, 'bad-request')
      return answer(account, region, [
        ...(asked.channelIds ?? []).map((id): Item => {
          return { kind: 'channel', id, act: () => channels.delete(region, id).state }
        }),
        ...(asked.multiplexIds ?? []).map(unknownMultiplex),
        ...(asked.inputIds ?? []).map((id): Item => {
          const act = () => {
            inputs.delete(region, id)
            return inputs.describe(region, id).state
          }
          return { kind: 'input', id, act }
        }),
        ...(asked.inputSecurityGroupIds ?? []).map((id): Item => {
          const act = () => {
            securityGroups.delete(region, id)
            return 'DELETED'
          }
          return { kind: 'inputSecurityGroup', id, act }
        }),
      ])
    }),
  ]
}

/** No multiplex is simulated, so none is known. */
const unknownMultiplex = (id: string): Item => ({
  kind: 'multiplex',
  id,
  act: () => {
    throw notFound(`Multiplex ${id} not found`)
  },
})

function answer(account: string, region: string, items: readonly Item[]) {
  if (items.length === 0) throw badRequest('At least one resource id is required')
  const successful: object[] = []
  const failed: object[] = []
  for (const { kind, id, act } of items) {
    const arn = arnOf(account, { region, id }, kind)
    try {
      successful.push({ arn, id, state: act() })
    } catch (thrown) {
      if (!(thrown instanceof AwsFault)) throw thrown
      failed.push({ arn, id, code: thrown.type, message: thrown.message })
    }
  }
  return reply(200, { successful, failed })
}
