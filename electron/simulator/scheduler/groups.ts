import type { SimulatorContext } from '../kit/context'
import { quotaOf } from '../kit/quotas'
import { conflict, invalid, notFound, quotaExceeded } from './faults'
import type { GroupRecord } from './records'
import type { Tags } from './shapes'

/** Every account has the default group; it is as old as the service. */
const serviceLaunchedAt = Date.UTC(2022, 10, 10)

/** The schedule groups of the account. */
export class Groups {
  #groups: readonly GroupRecord[] = []

  constructor(
    private readonly context: Pick<SimulatorContext, 'clock' | 'drills' | 'quotas' | 'changed'>,
  ) {}

  inRegion(region: string): readonly GroupRecord[] {
    return [defaultGroup(region), ...this.#groups.filter((group) => group.region === region)]
  }

  existing(region: string, name: string): GroupRecord {
    const group = this.inRegion(region).find((each) => each.name === name)
    if (!group) throw notFound(`Schedule group ${name}`)
    return group
  }

  create(region: string, name: string, asked: Pick<GroupRecord, 'tags' | 'token'>): GroupRecord {
    const before = this.inRegion(region).find((group) => group.name === name)
    if (before) {
      if (asked.token !== undefined && before.token === asked.token) return before
      throw conflict(`Schedule group ${name} already exists.`)
    }
    const quota = quotaOf(this.context, 'scheduler.groups')
    if (this.inRegion(region).length >= quota) {
      throw quotaExceeded(`You have reached your quota of ${quota} schedule groups.`)
    }
    const now = this.context.clock.now()
    const group = { region, name, ...asked, createdAt: now, modifiedAt: now }
    this.#groups = [...this.#groups, group]
    this.context.changed()
    return group
  }

  delete(region: string, name: string): void {
    if (name === 'default') throw invalid('The default schedule group cannot be deleted.')
    const gone = this.existing(region, name)
    this.#groups = this.#groups.filter((group) => group !== gone)
    this.context.changed()
  }

  tag(region: string, name: string, tags: Tags): void {
    const before = this.existing(region, name)
    // The default group is not kept, so it has no tags.
    if (name === 'default') throw invalid('The default schedule group cannot be tagged.')
    this.#groups = this.#groups.map((group) => (group === before ? { ...group, tags } : group))
    this.context.changed()
  }

  snapshot(): readonly GroupRecord[] {
    return this.#groups
  }

  restore(groups: readonly GroupRecord[]): void {
    this.#groups = [...groups]
  }
}

const defaultGroup = (region: string): GroupRecord => ({
  region,
  name: 'default',
  tags: [],
  createdAt: serviceLaunchedAt,
  modifiedAt: serviceLaunchedAt,
  token: undefined,
})
