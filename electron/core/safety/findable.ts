import type { FoundKind } from '../../../src/shared/domain/found'
import { ShowId } from '../../../src/shared/domain/ids'
import type { Claim } from '../claims'
import type { Cloud, Listing, ObservedChannel, ObservedIvsStream, Tags } from '../ports'
import { isRunning } from '../reconcile/observed'
import { safetyStopPrefix } from './leftovers'
import { hasIvs } from './regions'

/** How a thing says whose it is: by tags, or by a name that only we give. */
export type Mark =
  { readonly by: 'tags'; readonly tags: Tags } | { readonly by: 'name'; readonly sessionId: string }

/** Something that was listed, whoever made it. What is ours of it is for the mark to say. */
export interface Listed {
  readonly kind: FoundKind
  readonly region: string
  readonly id: string
  readonly name: string
  readonly state: string
  readonly running: boolean
  readonly mark: Mark
  readonly channel?: ObservedChannel
  readonly claim?: { readonly showId: ShowId; readonly claim: Claim }
}

/** A list as it was answered. */
export interface Answer {
  readonly listed: readonly Omit<Listed, 'kind' | 'region'>[]
  readonly found: number
  readonly askedAt: number
  readonly requestId: string
}

/** A kind of thing that we make, and how an account is asked for all of them. */
export interface Findable {
  readonly kind: FoundKind
  /** For people, as in a certificate. */
  readonly what: string
  /** Asked of every bucket that is known, or of the region. */
  readonly of: 'region' | 'bucket'
  /** Where it is not offered everywhere. */
  isAt?(region: string): boolean
  ask(cloud: Cloud, bucket: string): Promise<Answer>
}

/** Every kind there is: a new one is found, retired and shown by its line here. */
export const findables: readonly Findable[] = [
  {
    kind: 'channel',
    what: 'MediaLive channels',
    of: 'region',
    ask: async ({ mediaLive }) =>
      answer(await mediaLive.listChannels(), (channel) => ({
        ...isThere(channel),
        channel,
        running: isRunning(channel) || channel.state === 'STARTING',
      })),
  },
  {
    kind: 'input',
    what: 'MediaLive inputs',
    of: 'region',
    ask: async ({ mediaLive }) => answer(await mediaLive.listInputs(), isThere),
  },
  {
    kind: 'security-group',
    what: 'MediaLive input security groups',
    of: 'region',
    ask: async ({ mediaLive }) =>
      answer(await mediaLive.listSecurityGroups(), (group) => isThere({ ...group, name: '' })),
  },
  {
    kind: 'ivs-channel',
    what: 'IVS channels',
    of: 'region',
    isAt: hasIvs,
    ask: async ({ ivs }) => {
      const [channels, streams] = await Promise.all([ivs.listChannels(), ivs.listStreams()])
      return answer(channels, ({ arn, name, tags }) => ({
        ...isThere({ id: arn, name, tags, state: isLive(streams, arn) ? 'LIVE' : 'OFFLINE' }),
        running: isLive(streams, arn),
      }))
    },
  },
  {
    kind: 'safety-stop',
    what: 'Safety stops',
    of: 'region',
    ask: async ({ safetyStops }) =>
      answer(await safetyStops.list(safetyStopPrefix), ({ name }) => ({
        ...byName(name, name.slice(safetyStopPrefix.length)),
        state: 'ENABLED',
      })),
  },
  {
    kind: 'claim',
    what: 'Claims on shows',
    of: 'bucket',
    ask: async ({ recordings, claims }, bucket) => {
      const listing = await recordings.list(bucket, CLAIMS)
      const read = await Promise.all(
        listing.items.map(async ({ name }) => {
          const showId = ShowId.safeParse(name.slice(CLAIMS.length).replace(/\.json$/, ''))
          const claim = showId.success ? await claims.read(bucket, showId.data) : undefined
          return showId.success && claim ? [{ showId: showId.data, claim }] : []
        }),
      )
      return answer({ ...listing, items: read.flat() }, ({ showId, claim }) => ({
        ...byName(`${CLAIMS}${showId}.json`, claim.sessionId),
        state: 'HELD',
        claim: { showId, claim },
      }))
    },
  },
  {
    kind: 'recordings',
    what: 'Folders of recordings',
    of: 'bucket',
    ask: async ({ recordings }, bucket) =>
      answer(await recordings.folders(bucket, RECORDINGS), (folder) => ({
        ...byName(`${RECORDINGS}${folder}`, folder.replace(/\/$/, '')),
        state: 'KEPT',
      })),
  },
]

const CLAIMS = 'tallylight/claims/'
const RECORDINGS = 'recordings/'

type Row = Omit<Listed, 'kind' | 'region'>

function answer<T>(listing: Listing<T>, rowOf: (item: T) => Row): Answer {
  const { items, askedAt, requestId } = listing
  return {
    listed: items.map(rowOf).filter(({ state }) => state !== 'DELETED'),
    found: items.length,
    askedAt,
    requestId,
  }
}

const isThere = (one: {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly tags: Tags
}): Row => ({
  id: one.id,
  name: one.name,
  state: one.state,
  running: false,
  mark: { by: 'tags', tags: one.tags },
})

const byName = (id: string, sessionId: string): Omit<Row, 'state'> => ({
  id,
  name: id,
  running: false,
  mark: { by: 'name', sessionId },
})

const isLive = ({ items }: Listing<ObservedIvsStream>, arn: string): boolean =>
  items.some(({ channelArn }) => channelArn === arn)
