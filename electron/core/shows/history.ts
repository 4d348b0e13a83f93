import type { RunView } from '../../../src/shared/domain/session'
import type { JournalEntry, Written } from '../journal'
import type { OpenRun } from '../workflow/openRun'
import { runViews, stepTable, type StepTable } from '../workflow/runView'
import type { Step } from '../workflow/step'
import type { Adopted } from './arm'
import * as adoption from './steps/adoption'
import * as channel from './steps/channel'
import * as claim from './steps/claim'
import * as input from './steps/input'
import * as ivsChannel from './steps/ivsChannel'
import * as safetyStop from './steps/safetyStop'
import * as securityGroup from './steps/securityGroup'
import * as takes from './steps/takes'
import * as tidyUp from './steps/tidyUp'
import * as wrapUp from './steps/wrapUp'
import type { ShowWorld } from './showWorld'

const isStep = (one: unknown): one is Step<ShowWorld, never, unknown> =>
  typeof one === 'object' && one !== null && 'do' in one && 'name' in one

/** How long each step usually takes, taken from the steps themselves. */
export const showSteps: StepTable = stepTable(
  [
    adoption,
    claim,
    channel,
    input,
    ivsChannel,
    safetyStop,
    securityGroup,
    takes,
    tidyUp,
    wrapUp,
  ].flatMap((file) => Object.values<unknown>(file).filter(isStep)),
)

type Lines = readonly Written<JournalEntry>[]

/**
 * The runs of a session, for the activity list. `open` are those in this console: one that rests
 * because the journal could not be written is on no disk.
 */
export function runsOf(lines: Lines, open: readonly OpenRun[]): readonly RunView[] {
  const resting = open.flatMap(({ runId, state, error }) =>
    state !== 'running' && error ? [[runId, { kind: state, error }] as const] : [],
  )
  return runViews(lines, showSteps, new Map(resting))
}

const MAKES_READY: readonly string[] = ['arm', 'adopt']

/** What the last preparation made, or what was taken over last, once that has succeeded. */
export function armedOf(lines: Lines): Adopted | undefined {
  const arms = new Set(
    lines.flatMap(({ runId, entry }) =>
      entry.kind === 'run-started' && MAKES_READY.includes(entry.workflow) ? [runId] : [],
    ),
  )
  const end = lines.findLast(
    ({ runId, entry }) =>
      arms.has(runId) && entry.kind === 'run-ended' && entry.outcome === 'succeeded',
  )
  // Written by one of those workflows, of which it is the output.
  return end?.entry.kind === 'run-ended' ? (end.entry.output as Adopted) : undefined
}

/** When the channel was last asked to start; undefined: never. */
export const startAskedAt = (lines: Lines): number | undefined =>
  lines.findLast(
    ({ entry }) =>
      entry.kind === 'step-started' && entry.key.split('/')[1] === channel.startChannel.name,
  )?.at
