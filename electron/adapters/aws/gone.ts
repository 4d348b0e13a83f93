import { hasCode } from '../../../src/shared/errors'

/** Deleting what is gone already is a success: an undo may come twice. */
export async function unlessGone(asked: Promise<unknown>): Promise<void> {
  try {
    await asked
  } catch (thrown) {
    if (!hasCode(thrown, 'resource.gone')) throw thrown
  }
}
