import { z } from 'zod'
import { Destination } from './destination'
import { ShowId } from './ids'
import { Micros } from './money'
import { oneLine } from './oneLine'

export const PresetId = z.enum(['1080p30', '1080p60', '720p30'])
export type PresetId = z.infer<typeof PresetId>

/** What the producer's encoder is set to send. AWS reserves its decoder by this, and bills by it. */
export const DeclaredFeed = z.object({
  height: z.union([z.literal(720), z.literal(1080)]),
  framesPerSecond: z.union([z.literal(25), z.literal(30), z.literal(50), z.literal(60)]),
  bitrateBps: z
    .int()
    .min(500_000, 'Below 0.5 Mb/s nothing watchable arrives.')
    .max(50_000_000, 'MediaLive takes 50 Mb/s at most.'),
})
export type DeclaredFeed = z.infer<typeof DeclaredFeed>

/** What becomes of recorded pictures that no take covers, when the show is cleaned up. */
export const RecordingPolicy = z.enum(['keep-everything', 'keep-takes'])
export type RecordingPolicy = z.infer<typeof RecordingPolicy>

/** When a show is ended by the console itself; always after a countdown that one click calls off. */
export const AutoStop = z.object({
  /** So long without a picture; null: never. */
  noInputMinutes: z.int().min(1, 'One minute at least.').max(240, 'Four hours at most.').nullable(),
  atPlannedEnd: z.enum(['warn', 'stop']),
  atCap: z.enum(['warn', 'stop']),
})
export type AutoStop = z.infer<typeof AutoStop>

/** Says everything and does nothing: nobody's show ends because of a setting nobody made. */
export const usualAutoStop: AutoStop = {
  noInputMinutes: null,
  atPlannedEnd: 'warn',
  atCap: 'warn',
}

export const MAX_DESTINATIONS = 10

/** What the producer fills in: everything of a show but its id. */
export const ShowDraft = z.object({
  name: oneLine()
    .min(1, 'Give the show a name.')
    .max(80, 'The name is too long: 80 characters at most.'),
  shape: z.literal('program'),
  preset: PresetId,
  feed: DeclaredFeed,
  destinations: z
    .array(Destination)
    .max(MAX_DESTINATIONS, `A show takes at most ${MAX_DESTINATIONS} destinations.`)
    .refine((all) => new Set(all.map((d) => d.id)).size === all.length, {
      message: 'Two destinations have the same id.',
    }),
  recording: RecordingPolicy,
  plannedEndAt: z.int().positive().nullable(),
  capMicros: Micros.positive().nullable(),
  /** Shows that were kept before there was such a thing have the usual. */
  autoStop: AutoStop.default(usualAutoStop),
})
export type ShowDraft = z.infer<typeof ShowDraft>

/** The plan of a show; it can be aired many times. */
export const Show = ShowDraft.extend({ id: ShowId, updatedAt: z.int() })
export type Show = z.infer<typeof Show>
