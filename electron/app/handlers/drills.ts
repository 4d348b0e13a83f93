import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { DrillDesk } from '../drillDesk'

/** Failures staged on purpose, in rehearsal. */
export const drillHandlers = (desk: DrillDesk): Handlers<(typeof contracts)['drills']> => ({
  armed: (publish) => desk.armed.subscribe(publish),
  begin: (order) => desk.begin(order),
  end: ({ id }) => desk.end(id),
  endAll: () => desk.endAll(),
})
