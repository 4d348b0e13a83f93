import type { SessionId } from '../../../src/shared/domain/ids'
import type { Cloud } from '../ports'
import { isRunning, ofSession } from '../reconcile/observed'

/**
 * Stops what runs of a session without a word on record: for when the disk is full. A stop makes
 * nothing that would have to be found again. Rejects with AWS's own refusal.
 */
export async function stopAnyway({ mediaLive }: Cloud, sessionId: SessionId): Promise<void> {
  const { items } = await mediaLive.listChannels()
  const up = ofSession(items, sessionId).filter(
    (channel) => isRunning(channel) || channel.state === 'STARTING',
  )
  await Promise.all(up.map(({ id }) => mediaLive.stopChannel(id)))
}
