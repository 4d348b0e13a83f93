import type { DestinationId } from '../../src/shared/domain/ids'
import type { Preflight } from '../../src/shared/domain/preflight'
import type { Show } from '../../src/shared/domain/show'
import { toOperatorError, type WireError } from '../../src/shared/errors'
import type { Vault } from '../adapters/keychain/vault'
import { estimate } from '../core/metering/estimate'
import { bundledRates } from '../core/metering/rates'
import { destinationKeyRef, type Clock, type Cloud } from '../core/ports'
import type { PreflightFacts } from '../core/preflight/facts'
import { preflight } from '../core/preflight/preflight'
import type { AccountDesk } from './accountDesk'
import type { OpenPlace } from './places'

export interface PreflightParts {
  readonly desk: AccountDesk
  readonly vault: Vault
  readonly clock: Clock
  /** A console that may only look does not try whether it could write. */
  readonly mayWrite: boolean
}

/** Asks everything the checks need to know, at once, and runs them. Never rejects for AWS's sake. */
export async function checkShow(show: Show, parts: PreflightParts): Promise<Preflight> {
  const { desk, vault, clock, mayWrite } = parts
  // Before that nothing can be asked, and "not signed in" would be true for a second only.
  await desk.settled()
  const { settings, rehearsal, identity, trouble } = desk.view.value
  const place = placeOf(desk)
  const [bucketTrouble, publicAddress, keys] = await Promise.all([
    mayWrite ? bucketTroubleOf(place, settings.bucket) : undefined,
    addressOf(place?.cloud),
    keysPresent(show, vault),
  ])
  const facts: PreflightFacts = {
    now: clock.now(),
    rehearsal,
    show,
    identity,
    signInTrouble: trouble,
    settings,
    bucketTrouble,
    publicAddress,
    keysPresent: keys,
    keychainIsMemory: vault.kind === 'memory',
    used: usedOf(place),
    estimate: estimate(show, bundledRates),
  }
  return preflight(facts)
}

/** Destinations of the show whose key is kept; IVS needs none of ours. */
export async function keysPresent(show: Show, vault: Vault): Promise<ReadonlySet<DestinationId>> {
  const present = await Promise.all(
    show.destinations.map(async ({ id }) =>
      (await vault.has(destinationKeyRef(show.id, id))) ? [id] : [],
    ),
  )
  return new Set(present.flat())
}

/** Not being signed in is for the check of that name to say. */
function placeOf(desk: AccountDesk): OpenPlace | undefined {
  return desk.view.value.state === 'signed-in' ? desk.place() : undefined
}

async function bucketTroubleOf(
  place: OpenPlace | undefined,
  bucket: string | null,
): Promise<WireError | null | undefined> {
  if (!place || bucket === null) return undefined
  return troubleIn(() => place.cloud.recordings.probe(bucket))
}

async function addressOf(cloud: Cloud | undefined): Promise<string | WireError | null> {
  if (!cloud) return null
  let address = ''
  const trouble = await troubleIn(async () => void (address = await cloud.publicAddress.ask()))
  return trouble ?? address
}

/** What went wrong, as a result to be shown among the others. */
async function troubleIn(work: () => Promise<void>): Promise<WireError | null> {
  try {
    await work()
    return null
  } catch (thrown) {
    return toOperatorError(thrown, 'preflight').wire
  }
}

function usedOf(place: OpenPlace | undefined): PreflightFacts['used'] {
  const world = place?.observer.world()
  if (!world?.channels || !world.inputs) return null
  const there = ({ state }: { readonly state: string }) => state !== 'DELETED'
  return {
    channels: world.channels.items.filter(there).length,
    inputs: world.inputs.items.filter(there).length,
  }
}
