import type { Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import {
  findSegments,
  settleTake,
  verifySegments,
  writeTakePlaylist,
  type OfTake,
} from './steps/takes'

/** Closes a take whose marks are set: its own playlist of whole segments, verified in the bucket. */
export const markTake: Workflow<ShowWorld, OfTake, void> = {
  name: 'mark-take',
  version: 1,
  exclusive: false,
  async body(run, of) {
    const found = await run.step(findSegments, of)
    if (found.kind === 'empty') {
      await run.step(settleTake, { ...of, found, playlist: null, bytes: 0, missing: 0 })
      return
    }
    const playlist = await run.step(writeTakePlaylist, { ...of, segments: found.segments })
    const { bytes, missing } = await run.step(verifySegments, { ...of, segments: found.segments })
    await run.step(settleTake, { ...of, found, playlist, bytes, missing })
  },
}
