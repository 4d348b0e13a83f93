import { z } from 'zod'

/** What an account may have of each in a Region unless AWS allowed it more, and what AWS calls it. */
export const usualQuotas = {
  /** MediaLive user guide, "Quotas". */
  'medialive.channels': 5,
  'medialive.push-inputs': 5,
  'medialive.input-security-groups': 5,
  /** IVS user guide, "Service quotas". */
  'ivs.channels': 5000,
  'ivs.concurrent-streams': 100,
  'ivs.recording-configurations': 20,
  /** EventBridge Scheduler user guide, "Quotas". */
  'scheduler.schedules': 10_000_000,
  'scheduler.groups': 500,
} as const

export type QuotaName = keyof typeof usualQuotas
export type QuotaValues = { readonly [Name in QuotaName]?: number | undefined }

export const quotaNames = Object.keys(usualQuotas) as [QuotaName, ...QuotaName[]] // the table's keys

/** Some of the quotas with other numbers; anything else is refused. */
export const GrantedQuotas = z.partialRecord(
  z.enum(quotaNames),
  z.number().int().min(0).max(1_000_000_000),
)

/** The quotas of this account. */
export class Quotas {
  #granted: QuotaValues

  constructor(private readonly initially: QuotaValues = {}) {
    this.#granted = initially
  }

  of(name: QuotaName): number {
    return this.#granted[name] ?? usualQuotas[name]
  }

  grant(values: QuotaValues): void {
    this.#granted = { ...this.#granted, ...values }
  }

  /** As the simulator was started. */
  reset(): void {
    this.#granted = this.initially
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(quotaNames.map((name) => [name, this.of(name)]))
  }

  snapshot(): QuotaValues {
    return this.#granted
  }

  restore(granted: QuotaValues): void {
    this.#granted = { ...granted, ...this.initially }
  }
}

/** What holds now: a drill's number goes before the account's. */
export const quotaOf = (
  account: {
    readonly drills: { quota(name: QuotaName): number | undefined }
    readonly quotas: Quotas
  },
  name: QuotaName,
): number => account.drills.quota(name) ?? account.quotas.of(name)
