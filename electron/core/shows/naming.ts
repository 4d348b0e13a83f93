import { RECORDING_ADDRESS } from '../../../src/shared/domain/ids'
import { nameModifier } from '../encoder/outputGroups'
import { presetOf } from '../encoder/presets'
import {
  destinationKeyRef,
  ivsKeyRef,
  type OpenIvsChannel,
  type OutputAddress,
  type SessionRecord,
  type Tags,
} from '../ports'

/** Every resource says whose it is and which step made it: so orphans and lost answers are found. */
export const tagsOf = (session: SessionRecord, step: string): Tags => ({
  application: 'tallylight',
  session: session.id,
  step,
  // Letters, digits and + - = . _ : / @ are all that tag values may have everywhere in AWS.
  owner: session.profile.replace(/[^\w+=.@-]/g, '').slice(0, 256) || 'rehearsal',
})

/** Letters, digits and a few signs are all that tag values may have everywhere in AWS. */
const tagText = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9 _.:/=+@-]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 256)

/**
 * What another console needs to go on with a session of which nobody has the plan any more. No
 * address and no key is in it: the channel itself carries the addresses.
 */
export function planTagsOf({ show, startedAt, plannedEndAt }: SessionRecord): Tags {
  const { height, framesPerSecond, bitrateBps } = show.feed
  const destinations = show.destinations.map(
    ({ id, kind, name }) => [`to.${id}`, tagText(`${kind} ${name}`)] as const,
  )
  return {
    show: show.id,
    'show-name': tagText(show.name) || 'show',
    begun: String(startedAt),
    preset: show.preset,
    feed: `${height}/${framesPerSecond}/${bitrateBps}`,
    ...(plannedEndAt === null ? {} : { ends: String(plannedEndAt) }),
    ...Object.fromEntries(destinations),
  }
}

/** `tallylight-sunday-service-1a2b3c4d`: what a person sees in the AWS console. */
export const resourceName = (session: SessionRecord): string => {
  const words = session.show.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40)
    .replace(/-$/, '')
  return `tallylight-${words || 'show'}-${session.id.slice(0, 8)}`
}

/** All that a session records lies below this. */
export const recordingPrefix = (session: Pick<SessionRecord, 'id'>): string =>
  `recordings/${session.id}/`

/**
 * Each start of the channel writes to a folder of its own: MediaLive counts segments from 1 again,
 * and would overwrite those of the start before.
 */
export const airingFolder = (session: Pick<SessionRecord, 'id'>, airing: number): string =>
  `${recordingPrefix(session)}${airing}/`

const BASE_NAME = 'show'

/** Which airing an output of ours records: read back from the address that it was given. */
export function airingOf(sessionId: string, recordingUrl: string | undefined): number {
  const [, id, airing] = /\/recordings\/([^/]+)\/(\d+)\/[^/]*$/.exec(recordingUrl ?? '') ?? []
  return id === sessionId ? Number(airing) : 0
}

/** The media playlist that MediaLive writes during an airing. */
export const airingPlaylist = (session: SessionRecord, airing: number): string =>
  `${airingFolder(session, airing)}${BASE_NAME}${nameModifier(presetOf(session.show.preset))}.m3u8`

export const takePlaylist = (session: Pick<SessionRecord, 'id'>, takeId: string): string =>
  `${recordingPrefix(session)}takes/${takeId}.m3u8`

/** Where each output sends to: the destinations, then the recording. */
export function outputAddresses(
  session: SessionRecord,
  airing: number,
  ivs: ReadonlyMap<string, Pick<OpenIvsChannel, 'ingestUrl'>>,
): readonly OutputAddress[] {
  const legs = session.show.destinations.map((destination) =>
    destination.kind === 'ivs'
      ? {
          id: destination.id,
          url: ivs.get(destination.id)?.ingestUrl ?? '',
          key: ivsKeyRef(session.id, destination.id),
        }
      : {
          id: destination.id,
          url: destination.url,
          key: destinationKeyRef(session.show.id, destination.id),
        },
  )
  const folder = airingFolder(session, airing)
  const recording = {
    id: RECORDING_ADDRESS,
    url: `s3ssl://${session.settings.bucket}/${folder}${BASE_NAME}`,
    key: null,
  }
  return [...legs, recording]
}
