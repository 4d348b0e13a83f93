import type { SessionView } from '../../shared/domain/session'
import { nameInWords } from '../format/words'
import { isStuck } from '../store/runFacts'

/** A title and a sentence for the place of the picture while there is none. */
export interface NoPicture {
  readonly title: string
  readonly why: string
}

/** Says why there is no picture, most telling reason first. */
export function whyNoPicture(session: SessionView | undefined): NoPicture {
  if (!session)
    return {
      title: 'Not prepared',
      why: 'The programme is shown here, as it is recorded, once the show is live.',
    }
  const stuck = session.phase === 'live' ? undefined : session.runs.find(isStuck)
  if (stuck?.error)
    return { title: `“${nameInWords(stuck.workflow)}” waits for you`, why: stuck.error.what }
  switch (session.phase) {
    case 'arming':
      return { title: 'Being prepared', why: 'There is no picture before the channel runs.' }
    case 'armed':
      return {
        title: 'Ready',
        why: 'AWS takes the feed only while the channel runs: the picture comes after “Go live”.',
      }
    case 'starting':
      return { title: 'Starting', why: 'The first picture comes when the channel runs.' }
    case 'live':
      return whyNotWhileLive(session)
    case 'stopping':
      return { title: 'Stopping', why: 'The channel is going down.' }
    case 'wrapping':
      return { title: 'Cleaning up', why: 'Everything made for the show is being given back.' }
    case 'wrapped':
      return { title: 'Ended', why: 'The recordings are in the list of takes.' }
  }
}

function whyNotWhileLive({ feed, facts }: SessionView): NoPicture {
  if (feed && !feed.arriving)
    return {
      title: 'Nothing arrives at the ingest',
      why: 'Viewers see black or the slate. Check that the encoder is sending to the address below.',
    }
  if (facts.channel && facts.channel.state !== 'RUNNING')
    return {
      title: 'The channel is not running',
      why: `AWS says it is ${facts.channel.state.toLowerCase()}.`,
    }
  return { title: 'No picture yet', why: 'The first seconds are still being recorded.' }
}
