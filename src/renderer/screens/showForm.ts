import { platformUrls, type DestinationKind } from '../../shared/domain/destination'
import { DestinationId } from '../../shared/domain/ids'
import { MICROS_PER_DOLLAR } from '../../shared/domain/money'
import { ShowDraft, usualAutoStop, type PresetId, type Show } from '../../shared/domain/show'
import { fromLocalInput, toLocalInput } from '../format/time'
import { kindWords } from '../format/words'

const BITS = 1_000_000

export interface DestinationFields {
  readonly id: DestinationId
  readonly kind: DestinationKind
  readonly name: string
  readonly url: string
}

/** A show while it is typed: texts as they stand in the fields. */
export interface ShowFields {
  readonly name: string
  readonly preset: PresetId
  readonly height: string
  readonly framesPerSecond: string
  readonly megabits: string
  readonly destinations: readonly DestinationFields[]
  readonly recording: ShowDraft['recording']
  readonly plannedEnd: string
  readonly cap: string
  /** Minutes without a picture; empty: never. */
  readonly noInputMinutes: string
  readonly atPlannedEnd: ShowDraft['autoStop']['atPlannedEnd']
  readonly atCap: ShowDraft['autoStop']['atCap']
}

type FeedFields = Pick<ShowFields, 'height' | 'framesPerSecond' | 'megabits'>

/** What an encoder is usually set to for each preset. */
const usualFeeds: Readonly<Record<PresetId, FeedFields>> = {
  '1080p30': { height: '1080', framesPerSecond: '30', megabits: '6' },
  '1080p60': { height: '1080', framesPerSecond: '60', megabits: '9' },
  '720p30': { height: '720', framesPerSecond: '30', megabits: '4' },
}

/** A new show as proposed. */
export const freshFields = (): ShowFields => ({
  name: '',
  preset: '1080p30',
  ...usualFeeds['1080p30'],
  destinations: [],
  recording: 'keep-everything',
  plannedEnd: '',
  cap: '',
  noInputMinutes: '',
  atPlannedEnd: usualAutoStop.atPlannedEnd,
  atCap: usualAutoStop.atCap,
})

/** A known show, ready to be changed. */
export const fieldsOf = (show: Show): ShowFields => ({
  name: show.name,
  preset: show.preset,
  height: String(show.feed.height),
  framesPerSecond: String(show.feed.framesPerSecond),
  megabits: String(show.feed.bitrateBps / BITS),
  destinations: show.destinations.map((destination) => ({
    id: destination.id,
    kind: destination.kind,
    name: destination.name,
    url: destination.kind === 'ivs' ? '' : destination.url,
  })),
  recording: show.recording,
  plannedEnd: show.plannedEndAt === null ? '' : toLocalInput(show.plannedEndAt),
  cap: show.capMicros === null ? '' : String(show.capMicros / MICROS_PER_DOLLAR),
  ...autoStopFields(show.autoStop ?? usualAutoStop),
})

const autoStopFields = ({ noInputMinutes, atPlannedEnd, atCap }: ShowDraft['autoStop']) => ({
  noInputMinutes: noInputMinutes === null ? '' : String(noInputMinutes),
  atPlannedEnd,
  atCap,
})

/** Choosing a preset proposes the feed that goes with it. */
export const withPreset = (fields: ShowFields, preset: PresetId): ShowFields => ({
  ...fields,
  preset,
  ...usualFeeds[preset],
})

/** A destination from its template; `token` makes its id unique. */
export const destinationFrom = (kind: DestinationKind, token: string): DestinationFields => ({
  id: DestinationId.parse(`${kind}-${token}`),
  kind,
  name: kindWords[kind],
  url: kind === 'ivs' ? '' : platformUrls[kind],
})

/** One more of a kind, under a name that none of the others has: only by it they are told apart. */
export function withDestination(
  destinations: ShowFields['destinations'],
  added: DestinationFields,
): ShowFields['destinations'] {
  const taken = new Set(destinations.map(({ name }) => name.trim()))
  let name = added.name
  for (let n = 2; taken.has(name); n++) name = `${added.name} ${n}`
  return [...destinations, { ...added, name }]
}

/** What is wrong, by the field's path: `destinations.0.url`. */
export type Complaints = Readonly<Record<string, string>>

export type Read =
  | { readonly draft: ShowDraft; readonly complaints: Complaints }
  | { readonly draft: null; readonly complaints: Complaints }

/** The fields as a draft, or what is wrong with them and what to do. */
export function readFields(fields: ShowFields, now: number): Read {
  const parsed = ShowDraft.safeParse(candidateOf(fields))
  const complaints: Record<string, string> = {}
  for (const issue of parsed.error?.issues ?? [])
    complaints[fieldOf(issue.path)] ??= sentenceOf(fieldOf(issue.path), issue.message)
  const end = fromLocalInput(fields.plannedEnd)
  if (end !== null && end <= now)
    complaints['plannedEnd'] = 'This is in the past. Choose a later time or leave it empty.'
  const draft = parsed.success && Object.keys(complaints).length === 0 ? parsed.data : null
  return { draft, complaints }
}

/** The price does not depend on names and addresses: it is shown before they are complete. */
export function draftForPrice(fields: ShowFields): ShowDraft | null {
  const candidate = candidateOf({
    ...fields,
    name: fields.name.trim() || 'New show',
    destinations: fields.destinations.map((destination) => ({
      ...destination,
      name: destination.name.trim() || kindWords[destination.kind],
      url: 'rtmp://server.example/app',
    })),
  })
  return ShowDraft.safeParse(candidate).data ?? null
}

const candidateOf = (fields: ShowFields): unknown => ({
  name: fields.name,
  shape: 'program',
  preset: fields.preset,
  feed: {
    height: Number(fields.height),
    framesPerSecond: Number(fields.framesPerSecond),
    bitrateBps: numberOf(fields.megabits, BITS),
  },
  destinations: fields.destinations.map(({ kind, id, name, url }) =>
    kind === 'ivs' ? { kind, id, name } : { kind, id, name, url },
  ),
  recording: fields.recording,
  plannedEndAt: fromLocalInput(fields.plannedEnd),
  capMicros: fields.cap.trim() === '' ? null : numberOf(fields.cap, MICROS_PER_DOLLAR),
  autoStop: {
    noInputMinutes: fields.noInputMinutes.trim() === '' ? null : numberOf(fields.noInputMinutes, 1),
    atPlannedEnd: fields.atPlannedEnd,
    atCap: fields.atCap,
  },
})

/** People write 4.5 or 4,5. */
const numberOf = (text: string, unit: number): number =>
  text.trim() === '' ? Number.NaN : Math.round(Number(text.trim().replace(',', '.')) * unit)

const fieldNames: Readonly<Record<string, string>> = {
  'feed.bitrateBps': 'megabits',
  'feed.height': 'height',
  'feed.framesPerSecond': 'framesPerSecond',
  plannedEndAt: 'plannedEnd',
  capMicros: 'cap',
  'autoStop.noInputMinutes': 'noInputMinutes',
}

function fieldOf(path: readonly PropertyKey[]): string {
  const joined = path.map(String).join('.')
  return fieldNames[joined] ?? joined
}

/** The schema speaks of types where a number cannot be read; people are told what to type. */
function sentenceOf(field: string, message: string): string {
  if (field === 'noInputMinutes' && /expected|invalid/i.test(message))
    return 'Give a number of minutes, or leave it empty.'
  if (field === 'cap') return 'Give an amount in US dollars, for example 25.'
  if (field === 'megabits' && /expected|invalid/i.test(message))
    return 'Give a number of megabits per second, for example 6.'
  return message
}
