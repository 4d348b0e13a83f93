import type { JournalEntry } from '../../../electron/core/journal'
import { RunId, SessionId, ShowId } from '../../../src/shared/domain/ids'
import type { Show } from '../../../src/shared/domain/show'
import { NOW } from '../../harness/storesInTest'

export const RUN = RunId.parse('run-1')
export const SESSION = SessionId.parse('session-1')

export const started: JournalEntry = {
  kind: 'run-started',
  workflow: 'arm',
  version: 1,
  input: { name: 'Sunday service' },
}

export const showNamed = (id: string, name = 'Sunday service'): Show => ({
  id: ShowId.parse(id),
  name,
  shape: 'program',
  preset: '1080p30',
  feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000 },
  destinations: [],
  recording: 'keep-everything',
  plannedEndAt: null,
  capMicros: null,
  autoStop: { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' },
  updatedAt: NOW,
})
