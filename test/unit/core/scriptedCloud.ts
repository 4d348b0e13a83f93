import type { Cloud, ObservedChannel, ObservedInput } from '../../../electron/core/ports'
import { aListing, aWorld } from '../../harness/builders'

/** What AWS answers just now, and what it was asked. Change it while it is being watched. */
export interface Script {
  channels: readonly ObservedChannel[]
  inputs: readonly ObservedInput[]
  /** ARNs of IVS channels that are live. */
  streams: readonly string[]
  /** Thrown instead of any answer, while it is set. */
  trouble: Error | undefined
  /** Held before each answer to ListChannels: an answer that is on its way. */
  hold: Promise<void> | undefined
  readonly asked: string[]
}

const never = () => Promise.reject(new Error('nobody asks for that here'))

/** A cloud that only can be looked at. Its answers are dated by the clock that is given. */
export function scriptedCloud(now: () => number): {
  readonly cloud: Cloud
  readonly script: Script
} {
  const script: Script = {
    channels: [],
    inputs: [],
    streams: [],
    trouble: undefined,
    hold: undefined,
    asked: [],
  }
  const answer = async <T>(what: string, value: () => T): Promise<T> => {
    script.asked.push(what)
    const given = value()
    if (what === 'channels') await script.hold
    if (script.trouble) throw script.trouble
    return given
  }
  const cloud: Cloud = {
    rehearsal: false,
    region: 'eu-west-1',
    mediaLive: {
      createSecurityGroup: never,
      createPushInput: never,
      createChannel: never,
      updateChannel: never,
      startChannel: never,
      stopChannel: never,
      deleteChannel: never,
      deleteInput: never,
      deleteSecurityGroup: never,
      listSecurityGroups: never,
      listChannels: () => answer('channels', () => aListing(script.channels, now())),
      listInputs: () => answer('inputs', () => aListing(script.inputs, now())),
      listAlerts: (id) => answer(`alerts ${id}`, () => []),
    },
    ivs: {
      createChannel: never,
      deleteChannel: never,
      fetchKey: never,
      stopStream: never,
      openChannel: never,
      listChannels: never,
      listStreams: () =>
        answer(
          'streams',
          () => aWorld({ at: now(), streams: script.streams }).streams ?? aListing([]),
        ),
    },
    safetyStops: { arm: never, move: never, disarm: never, list: never },
    recordings: {
      list: never,
      folders: never,
      read: never,
      write: never,
      deleteAll: never,
      probe: never,
    },
    claims: { stake: never, takeOver: never, read: never, release: never },
    publicAddress: { ask: never },
    witness: {
      deliveries: (id) => answer(`deliveries ${id}`, () => new Map()),
      feed: (id) => answer(`feed ${id}`, () => undefined),
    },
    time: { offsetMs: () => 0 },
  }
  return { cloud, script }
}
