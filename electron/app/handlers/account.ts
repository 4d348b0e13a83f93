import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { AccountDesk } from '../accountDesk'

/** Who we are at AWS. */
export const accountHandlers = (desk: AccountDesk): Handlers<(typeof contracts)['account']> => ({
  profiles: async () => [...(await desk.profiles())],
  selected: (publish) => desk.view.subscribe(publish),
  select: ({ profile, region }) => desk.select(profile, region),
  tryAgain: () => desk.signInAgain(),
  saveSettings: (settings) => {
    desk.saveSettings(settings)
    return Promise.resolve()
  },
})
