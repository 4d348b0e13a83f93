import type { JournalEntry } from '../../electron/core/journal'
import type { Store } from '../../electron/core/ports'
import type { SessionId } from '../../src/shared/domain/ids'
import {
  HOUR,
  MINUTE,
  START,
  aSession,
  aShow,
  aTake,
  aUsage,
  anIvsDestination,
  anRtmpDestination,
  runId,
  sessionId,
  takeId,
} from './builders'

/** How many steps each workflow of a real airing has. */
const workflows = { arm: 8, 'go-live': 4, 'stand-down': 3, wrap: 12 }

/** As many airings as asked for, each over and certified, as they would lie on a producer's disk. */
export function airedBefore(store: Store, howMany: number): readonly SessionId[] {
  const ids = Array.from({ length: howMany }, (_, n) =>
    sessionId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
  )
  store.together(() => ids.forEach((id, n) => airedOnce(store, id, START + n * HOUR)))
  return ids
}

function airedOnce(store: Store, id: SessionId, startedAt: number): void {
  const show = aShow({ destinations: [anIvsDestination(), anRtmpDestination()] })
  const asked = ['channels', 'inputs', 'security groups', 'IVS channels'].map((what) => ({
    what,
    found: 0,
    askedAt: startedAt + MINUTE,
    requestId: '00000000-0000-4000-8000-000000000000',
  }))
  const certificate = {
    sessionId: id,
    issuedAt: startedAt + HOUR,
    asked,
    leftovers: [],
    keptRecordings: [`s3://example-recordings/recordings/${id}/takes/take.m3u8`],
    totalMicros: 1_130_000,
  }
  store.sessions.put(aSession({ id, show, startedAt, certificate }))
  for (const [workflow, steps] of Object.entries(workflows)) journalOf(store, id, workflow, steps)
  store.takes.put(aTake({ id: takeId(`take-${id}`), sessionId: id, state: 'verified' }))
  for (const kind of ['channel-running', 'channel-idle', 'input-idle', 'ivs-live'] as const)
    store.usage.put(
      aUsage({
        id: `${kind}-${id}`,
        sessionId: id,
        kind,
        from: startedAt,
        to: startedAt + 30 * MINUTE,
      }),
    )
}

function journalOf(store: Store, id: SessionId, workflow: string, steps: number): void {
  const run = runId(`${workflow}-${id}`)
  const write = (entry: JournalEntry) => store.journal.append(id, run, entry)
  write({ kind: 'run-started', workflow, version: 1, input: { sessionId: id } })
  for (let step = 0; step < steps; step++) {
    const key = `${run}/step-${step}/subject`
    write({ kind: 'step-started', key })
    write({ kind: 'step-succeeded', key, output: { made: 'x'.repeat(200) } })
  }
  write({ kind: 'run-ended', outcome: 'succeeded', output: { channelId: '1', ivs: [] } })
}
