import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { ConsoleStatus } from '../../../src/shared/domain/consoleStatus'
import type { Signal } from '../signal'

/** The window itself: what stands in its frame. */
export const frameHandlers = (
  status: Signal<ConsoleStatus>,
): Handlers<(typeof contracts)['frame']> => ({
  status: (publish) => status.subscribe(publish),
  abilities: () => Promise.resolve(status.value.abilities),
  dismissNotice: ({ code }) => {
    status.update({ notices: status.value.notices.filter((notice) => notice.code !== code) })
    return Promise.resolve()
  },
})
