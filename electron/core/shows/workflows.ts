import type { AnyWorkflow } from '../workflow/workflow'
import { adopt } from './adopt'
import { arm } from './arm'
import { goLive } from './goLive'
import { markTake } from './markTake'
import { moveEnd } from './moveEnd'
import type { ShowWorld } from './showWorld'
import { standDown } from './standDown'
import { wrap } from './wrap'

/** Everything the engine can be asked to do, so that it knows an open run again after a crash. */
export const showWorkflows = [
  arm,
  adopt,
  goLive,
  standDown,
  wrap,
  markTake,
  moveEnd,
  // Each body is called with the input that was journalled for the workflow of its own name.
] as unknown as readonly AnyWorkflow<ShowWorld>[]
