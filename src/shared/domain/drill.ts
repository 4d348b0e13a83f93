import { z } from 'zod'
import { DestinationId, SessionId } from './ids'

/** What can be made to go wrong in a rehearsal, as an operator would meet it. */
export const DrillName = z.enum([
  'feed-lost',
  'feed-frozen',
  'feed-black',
  'destination-down',
  'key-refused',
  'pipeline-lost',
  'maintenance',
  'aws-throttles',
  'aws-errors',
  'answer-lost',
  'signed-out',
  'not-allowed',
  'quota-full',
])
export type DrillName = z.infer<typeof DrillName>

/** What a drill is about, and so what has to be there for it. */
export type DrillSubject = 'feed' | 'destination' | 'channel' | 'aws'

export interface DrillOffer {
  readonly subject: DrillSubject
  readonly title: string
  /** What will happen, in one sentence. */
  readonly what: string
  /** Whether it goes on for a time; otherwise it strikes once. */
  readonly lasts: boolean
}

export const drillOffers: Readonly<Record<DrillName, DrillOffer>> = {
  'feed-lost': {
    subject: 'feed',
    title: 'Feed lost',
    what: 'The encoder is cut off and kept out: viewers see the slate.',
    lasts: true,
  },
  'feed-frozen': {
    subject: 'feed',
    title: 'Feed frozen',
    what: 'The picture stands still while the line stays up. Neither AWS nor the console notices: only eyes do.',
    lasts: true,
  },
  'feed-black': {
    subject: 'feed',
    title: 'Feed black',
    what: 'The picture turns black while the line stays up.',
    lasts: true,
  },
  'destination-down': {
    subject: 'destination',
    title: 'Goes down',
    what: 'The platform hangs up and takes no calls.',
    lasts: true,
  },
  'key-refused': {
    subject: 'destination',
    title: 'Refuses the key',
    what: 'The platform turns the stream key away at the next connection.',
    lasts: true,
  },
  'pipeline-lost': {
    subject: 'channel',
    title: 'Pipeline fails',
    what: 'The encoder in AWS breaks down; AWS restarts it by itself.',
    lasts: false,
  },
  maintenance: {
    subject: 'channel',
    title: 'Maintenance',
    what: 'AWS services the channel now, as in its maintenance window.',
    lasts: false,
  },
  'aws-throttles': {
    subject: 'aws',
    title: 'AWS slows us down',
    what: 'MediaLive answers every call with “too many requests”.',
    lasts: true,
  },
  'aws-errors': {
    subject: 'aws',
    title: 'AWS has trouble',
    what: 'MediaLive answers every call with an internal error.',
    lasts: true,
  },
  'answer-lost': {
    subject: 'aws',
    title: 'An answer is lost',
    what: 'The channel’s next start, stop or creation takes effect, and its answer never arrives.',
    lasts: false,
  },
  'signed-out': {
    subject: 'aws',
    title: 'Sign-in runs out',
    what: 'AWS refuses every call, as after a sign-in has expired.',
    lasts: true,
  },
  'not-allowed': {
    subject: 'aws',
    title: 'Not allowed to start',
    what: 'The role may not start channels.',
    lasts: true,
  },
  'quota-full': {
    subject: 'aws',
    title: 'Quota is full',
    what: 'The account may have no more channels.',
    lasts: true,
  },
}

/** A drill the operator begins. `destinationId` where it is about a destination. */
export const DrillOrder = z.object({
  name: DrillName,
  sessionId: SessionId.nullable(),
  destinationId: DestinationId.nullable(),
  /** How long it lasts; null: until it is ended by hand. */
  forMs: z.int().min(1_000).max(3_600_000).nullable(),
})
export type DrillOrder = z.infer<typeof DrillOrder>

/** One that is armed. Those that were armed elsewhere, from a scenario file, have no name. */
export const ArmedDrill = z.object({
  id: z.string(),
  name: DrillName.nullable(),
  /** The session it strikes; null: the whole account, or whoever it was begun for is not known. */
  sessionId: SessionId.nullable(),
  /** The simulator's own word for it. */
  kind: z.string(),
  /** The destination it is about. */
  about: z.string().nullable(),
  phase: z.enum(['waiting', 'acting']),
  /** By this machine's clock; null: until it is ended, or has struck. */
  endsAt: z.int().nullable(),
  timesUsed: z.int(),
})
export type ArmedDrill = z.infer<typeof ArmedDrill>
