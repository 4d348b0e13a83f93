import type { Contracts } from '../../../src/shared/contract/console'
import type { Contract } from '../../../src/shared/contract/define'

type Subject = keyof Contracts
type ChannelOf<S extends Subject> = `${S}.${keyof Contracts[S] & string}`

/** `subject.method`: how a call or a feed is named on the way between a window and the console. */
export type Channel = { [S in Subject]: ChannelOf<S> }[Subject]

type KindOf<C extends Channel> = C extends `${infer S}.${infer M}`
  ? S extends Subject
    ? M extends keyof Contracts[S]
      ? Contracts[S][M] extends { readonly kind: infer K }
        ? K
        : never
      : never
    : never
  : never

/**
 * Every channel with its kind, without zod, so that the preload stays small. The compiler holds it
 * against the contract: a missing, unknown or wrongly marked channel does not build.
 */
export const channels = {
  'frame.status': 'feed',
  'frame.abilities': 'call',
  'frame.dismissNotice': 'call',
  'account.profiles': 'call',
  'account.selected': 'feed',
  'account.select': 'call',
  'account.tryAgain': 'call',
  'account.saveSettings': 'call',
  'shows.all': 'feed',
  'shows.create': 'call',
  'shows.update': 'call',
  'shows.remove': 'call',
  'shows.restore': 'call',
  'shows.keysPresent': 'call',
  'shows.setKey': 'call',
  'shows.deleteKey': 'call',
  'shows.copyKey': 'call',
  'shows.estimate': 'call',
  'shows.preflight': 'call',
  'sessions.all': 'feed',
  'sessions.prepare': 'call',
  'sessions.goLive': 'call',
  'sessions.stop': 'call',
  'sessions.wrap': 'call',
  'sessions.extend': 'call',
  'sessions.keepRunning': 'call',
  'sessions.startTake': 'call',
  'sessions.endTake': 'call',
  'sessions.resume': 'call',
  'sessions.certificate': 'call',
  'sessions.copyCertificate': 'call',
  'sessions.revealIngestName': 'call',
  'sessions.copyIngest': 'call',
  'sessions.testCard': 'call',
  'drills.armed': 'feed',
  'drills.begin': 'call',
  'drills.end': 'call',
  'drills.endAll': 'call',
  'resources.found': 'feed',
  'resources.look': 'call',
  'resources.adopt': 'call',
  'resources.retire': 'call',
  'resources.stopEverything': 'call',
} as const satisfies { readonly [C in Channel]: KindOf<C> }

/** Every channel of some contracts, read from the contracts themselves. */
export function channelsOf(contracts: Readonly<Record<string, Contract>>): Map<string, string> {
  return new Map(
    Object.entries(contracts).flatMap(([subject, contract]) =>
      Object.entries(contract).map(([method, entry]) => [`${subject}.${method}`, entry.kind]),
    ),
  )
}
