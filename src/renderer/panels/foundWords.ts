import type { FoundKind, FoundSession, StopLine } from '../../shared/domain/found'
import { dollars } from '../../shared/domain/money'
import type { Phase } from '../../shared/domain/session'
import type { Tally } from '../../shared/domain/tally'
import { count } from '../format/words'

const kinds: Readonly<Record<FoundKind, readonly [one: string, many: string]>> = {
  channel: ['MediaLive channel', 'MediaLive channels'],
  input: ['input', 'inputs'],
  'security-group': ['security group', 'security groups'],
  'ivs-channel': ['IVS channel', 'IVS channels'],
  'safety-stop': ['safety stop', 'safety stops'],
  claim: ['claim on the show', 'claims on shows'],
  recordings: ['folder of recordings', 'folders of recordings'],
}

export const kindInWords = (kind: FoundKind): string => kinds[kind][0]

/** `MediaLive channel, 2 inputs, safety stop`. */
export function thingsInWords({ resources }: Pick<FoundSession, 'resources'>): string {
  const all = Object.entries(kinds).flatMap(([kind, [one, many]]) => {
    const n = resources.filter((resource) => resource.kind === kind).length
    return n === 0 ? [] : [n === 1 ? one : count(n, one, many)]
  })
  return all.join(', ')
}

/** The lamp of something found: it runs, it waits for a price, or it is off. */
export function foundTally(found: FoundSession, rehearsal: boolean): Tally {
  if (found.running) return rehearsal ? 'rehearsal' : 'on-air'
  return found.perHourMicros > 0 ? 'paid-not-on-air' : 'dark'
}

export interface Known {
  readonly phase: Phase | undefined
  readonly takenOver: boolean
}

/** What this console knows of it: of the moment, where the session is among its own. */
export function hereInWords(found: FoundSession, { phase, takenOver }: Known): string {
  if (takenOver || (phase === undefined && found.here === 'taken-over'))
    return 'Was this console’s, and was taken over'
  if (phase === 'wrapped') return 'Ended here'
  if (phase === 'wrapping') return 'Being given back from here'
  if (phase !== undefined) return 'Open in this console'
  return found.heldBy?.here
    ? 'This console’s claim, and no record of it'
    : 'Not known to this console'
}

/** Who has it: the claim says it by person and machine, the tag by profile. */
export const ownerInWords = ({ heldBy, owner }: FoundSession): string =>
  heldBy ? heldBy.owner : owner === null ? 'not known' : `profile ${owner}`

export function adoptConsequence(found: FoundSession): string {
  const other =
    found.heldBy && !found.heldBy.here
      ? `${found.heldBy.owner} is told so, and can do nothing with it any more. `
      : ''
  const air = found.running
    ? 'What is on air stays on air. The safety stop in AWS is set anew.'
    : 'Nothing starts: it is ready to go live from here.'
  return `The show becomes this console’s. ${other}${air} Stream keys of platforms have to be pasted again before its next start.`
}

export function retireConsequence(found: FoundSession): string {
  const dark = found.running ? 'It goes dark at once. ' : ''
  const price =
    found.perHourMicros > 0 ? ` It stops costing ${dollars(found.perHourMicros)} an hour.` : ''
  return `${dark}Deletes ${thingsInWords({ resources: found.resources.filter(({ kind }) => kind !== 'recordings') })}, in the order AWS asks for, and certifies that nothing is left. Recordings are kept.${price}`
}

/** Said before the hold, from what is known now. */
export function stopAllConsequence(running: number, regions: number): string {
  const what =
    running === 0
      ? 'Nothing is seen to run just now.'
      : `${count(running, 'show')} seen to run ${running === 1 ? 'goes' : 'go'} dark.`
  return `${what} Every running channel that is tagged as Tallylight’s is stopped, also those of other consoles, in ${regions === 0 ? 'every region' : count(regions, 'region')}; then IVS streams. Nothing is deleted, and nothing of anybody else’s is touched.`
}

const outcomes: Readonly<Record<StopLine['outcome'], string>> = {
  asking: 'Asking',
  asked: 'On its way down',
  stopped: 'Stopped',
  'was-off': 'Was off',
  'not-stopped': 'Could not be stopped',
}
export const outcomeInWords = (outcome: StopLine['outcome']): string => outcomes[outcome]
