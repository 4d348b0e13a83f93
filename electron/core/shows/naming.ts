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
