import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver, Place } from './conformanceDriver'
import { clientNames, type ClientName } from './conformanceFlow'
import type { Scene } from './conformanceScene'

/** Where flows are to play besides our own simulators, as the environment says. */
export type LiveChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'chosen'
      readonly place: Place
      readonly client: ClientName
      /** Who has to be the caller; undefined: anybody, for it is not AWS. */
      readonly account: string | undefined
      readonly capMicros: number
      readonly roles: { readonly roleArn?: string; readonly schedulerRoleArn?: string }
    }

const name = (what: string) => `TALLYLIGHT_CONFORMANCE_${what}`
const usualCapMicros = 1_000_000

/**
 * `TALLYLIGHT_CONFORMANCE_ENDPOINT` is an address, or `aws`. AWS is only asked when both a spending
 * cap and the account that is to pay are named. `TALLYLIGHT_CONFORMANCE_CLIENT` says who asks.
 */
export function liveChoice(env: Readonly<Record<string, string | undefined>>): LiveChoice {
  const endpoint = env[name('ENDPOINT')]
  if (!endpoint) return { kind: 'none' }
  const isAws = endpoint === 'aws'
  if (!isAws && !URL.canParse(endpoint)) {
    return { kind: 'refused', why: `${name('ENDPOINT')} is neither an address nor "aws"` }
  }
  const isAmazon = isAws || /(^|\.)(amazonaws\.com|aws)(\.cn)?$/.test(new URL(endpoint).hostname)
  const cap = env[name('CAP_USD')]
  const capMicros = cap === undefined ? usualCapMicros : Math.round(Number(cap) * 1e6)
  if (!(capMicros > 0 && Number.isFinite(capMicros))) {
    return { kind: 'refused', why: `${name('CAP_USD')} is no amount` }
  }
  const wanted = env[name('CLIENT')] ?? 'JavaScript'
  const client = clientNames.find((each) => each === wanted)
  if (client === undefined) {
    return { kind: 'refused', why: `${name('CLIENT')} is none of ${clientNames.join(', ')}` }
  }
  const account = env[name('ACCOUNT')]
  if (isAmazon && (cap === undefined || !/^\d{12}$/.test(account ?? ''))) {
    const why = `AWS is not asked without ${name('CAP_USD')} and ${name('ACCOUNT')}`
    return { kind: 'refused', why }
  }
  const roleArn = env[name('ROLE_ARN')]
  const schedulerRoleArn = env[name('SCHEDULER_ROLE_ARN')]
  return {
    kind: 'chosen',
    client,
    place: { endpoint: isAws ? undefined : endpoint, region: env[name('REGION')] ?? 'eu-west-1' },
    account: isAmazon ? account : undefined,
    capMicros,
    roles: { ...(roleArn && { roleArn }), ...(schedulerRoleArn && { schedulerRoleArn }) },
  }
}

/** Between two looks. */
export const livePass = (): Promise<void> => sleep(3_000)

type Chosen = Extract<LiveChoice, { kind: 'chosen' }>

/** A place without a control surface, once its account is the one that was named. */
export async function liveScene(
  { place, account, roles }: Chosen,
  driver: Driver,
  pass = livePass,
): Promise<Scene> {
  const caller = await driver.call({ service: 'sts', operation: 'GetCallerIdentity', input: {} })
  const found = caller.kind === 'ok' ? (caller.output as { Account?: string }).Account : undefined
  if (found === undefined) throw new Error(`nobody says who calls: ${JSON.stringify(caller)}`)
  if (account !== undefined && account !== found) {
    throw new Error(`the caller belongs to account ${found}, not to ${account}`)
  }
  const prefix = `tallylight-conformance-${Date.now().toString(36)}`
  return {
    place,
    control: undefined,
    prefix,
    account: found,
    now: () => Promise.resolve(Date.now()),
    pass,
    patience: 400,
    given: {
      bucket: `${prefix}-objects`,
      roleArn: `arn:aws:iam::${found}:role/MediaLiveAccessRole`,
      schedulerRoleArn: `arn:aws:iam::${found}:role/TallylightSchedulerRole`,
      ...roles,
    },
  }
}

/** The same place with names of its own: AWS takes a while to let go of a bucket's. */
export function sceneOf(scene: Scene, flow: number): Scene {
  const prefix = `${scene.prefix}-${flow}`
  return { ...scene, prefix, given: { ...scene.given, bucket: `${prefix}-objects` } }
}
