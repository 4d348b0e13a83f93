import { OperatorError } from '../../../src/shared/errors'
import type { RunScope, Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import {
  findSegments,
  settleTake,
  verifySegments,
  writeTakePlaylist,
  type OfTake,
} from './steps/takes'
import { refusedResult, resultOf, type TakeResult } from './takeResult'

/**
 * Closes a take whose marks are set: its own playlist of whole segments, verified in the bucket. One
 * whose closing is refused is settled too, as damaged: nobody waits for it for ever, and a run of
 * another id may close it later.
 */
export const markTake: Workflow<ShowWorld, OfTake, void> = {
  name: 'mark-take',
  version: 1,
  exclusive: false,
  async body(run, of) {
    await run.step(settleTake, { ...of, result: await closed(run, of) })
  },
}

async function closed(run: RunScope<ShowWorld>, of: OfTake): Promise<TakeResult> {
  try {
    const found = await run.step(findSegments, of)
    if (found.kind === 'empty') return resultOf(found, { playlist: null, bytes: 0, missing: 0 })
    const playlist = await run.step(writeTakePlaylist, { ...of, found })
    const { bytes, missing } = await run.step(verifySegments, { ...of, playlist })
    return resultOf(found, { playlist, bytes, missing })
  } catch (thrown) {
    if (thrown instanceof OperatorError) return refusedResult(thrown.wire)
    throw thrown
  }
}
