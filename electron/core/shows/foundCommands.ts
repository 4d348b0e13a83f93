import type { AccountSettings } from '../../../src/shared/domain/account'
import { RunId, type CommandId } from '../../../src/shared/domain/ids'
import { operatorError } from '../../../src/shared/errors'
import { adopt } from './adopt'
import type { AiringParts } from './airingParts'
import type { Recollection } from './foundSession'
import { showSentences } from './sentences'
import { wrap } from './wrap'

type Parts = Pick<AiringParts, 'store' | 'engine' | 'board'>

/**
 * Takes a session over. Record and run are written together: a record without its run would be taken
 * for a session that was never prepared, and cleaned up. The same command twice is one.
 */
export function beginAdopting(parts: Parts, commandId: CommandId, found: Recollection): void {
  const { store, engine } = parts
  const { session, from } = found
  const runId = RunId.parse(commandId)
  if (store.journal.ofRun(runId).length > 0) return
  const before = store.sessions.get(session.id)
  if (isOpenHere(before)) throw operatorError(showSentences.foundOpenHere())
  const record = { ...(before ?? session), certificate: null, takenOver: null }
  if (!before && !found.hasPlan) throw operatorError(showSentences.foundWithoutPlan())
  store.together(() => {
    store.sessions.put(record)
    const input = { sessionId: session.id, from }
    engine.start(adopt, { runId, sessionId: session.id, input })
  })
  parts.board.reopen(session.id)
}

/** Gives a session of anybody's back, and certifies it. */
export function beginRetiring(parts: Parts, commandId: CommandId, found: Recollection): void {
  const { store, engine } = parts
  const { session, from } = found
  const runId = RunId.parse(commandId)
  if (store.journal.ofRun(runId).length > 0) return
  const before = store.sessions.get(session.id)
  const record = { ...(before ?? session), certificate: null, takenOver: null }
  store.together(() => {
    store.sessions.put({ ...record, settings: askingForStops(record.settings, found) })
    const input = { sessionId: session.id, ...(from ? { from } : {}) }
    engine.start(wrap, { runId, sessionId: session.id, input })
  })
  parts.board.reopen(session.id)
}

/** A safety stop that is there has to be taken away, also where this console would set none. */
const askingForStops = (
  settings: AccountSettings,
  { hasSafetyStop }: Recollection,
): AccountSettings =>
  hasSafetyStop && settings.safetyRoleArn === null
    ? { ...settings, safetyRoleArn: settings.roleArn }
    : settings

const isOpenHere = (
  before: { readonly certificate: unknown; readonly takenOver?: unknown } | undefined,
): boolean => before !== undefined && before.certificate === null && !before.takenOver
