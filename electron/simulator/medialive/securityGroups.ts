import type { SimulatorContext } from '../kit/context'
import { cidrCovers, isIpv4Cidr } from './addresses'
import { arnOf } from './arns'
import type { Tags } from './channelShapes'
import { badRequest, conflict, notFound } from './faults'
import type { NewSecurityGroup } from './inputShapes'
import { checkQuota } from './quotas'
import type { SecurityGroupRecord, SecurityGroupState } from './records'
import { Stages } from './stages'
import { checkTags } from './tagRules'

const mostRules = 10

/** Input security groups: who may send to a push input. */
export class SecurityGroups {
  readonly stages: Stages<SecurityGroupState, SecurityGroupRecord>

  constructor(
    private readonly context: SimulatorContext,
    /** The inputs, not deleted, that name the group. */
    private readonly inputIdsOf: (group: SecurityGroupRecord) => readonly string[],
  ) {
    this.stages = new Stages({
      clock: context.clock,
      entered: () => context.changed(),
      indexes: {},
    })
  }

  create(region: string, asked: NewSecurityGroup): SecurityGroupRecord {
    const { ids } = this.context
    const cidrs = checkedRules(asked)
    const tags = checkTags(asked.tags ?? {})
    checkQuota(this.context, 'medialive.input-security-groups', this.stages.count(region))
    const id = ids.numeric('security-group', 7, this.stages.has)
    const record = { id, region, tags, cidrs, state: 'READY' as const, pending: undefined }
    return this.stages.settle(record, 'READY')
  }

  list(region: string): readonly SecurityGroupRecord[] {
    return this.stages.listed(region)
  }

  /** A deleted group can still be described. */
  describe(region: string, id: string): SecurityGroupRecord {
    const group = this.stages.find(region, id)
    if (group === undefined) throw notFound(`Input Security Group ${id} not found`)
    return group
  }

  /** Rules may change at any time, even under a running channel (MediaLive user guide). */
  update(region: string, id: string, asked: NewSecurityGroup): SecurityGroupRecord {
    const group = this.existing(region, id)
    if (group.state === 'UPDATING') throw conflict(`Input Security Group ${id} is being updated`)
    const cidrs = asked.whitelistRules === undefined ? group.cidrs : checkedRules(asked)
    const tags = asked.tags === undefined ? group.tags : checkTags(asked.tags)
    const afterMs = this.context.durations.draw('security-group-update')
    return this.stages.pass({ ...group, cidrs, tags }, 'UPDATING', 'READY', afterMs)
  }

  delete(region: string, id: string): void {
    const group = this.describe(region, id)
    if (group.state === 'DELETED') return
    if (group.state === 'UPDATING') throw conflict(`Input Security Group ${id} is being updated`)
    if (this.inputIdsOf(group).length > 0) {
      throw conflict(
        `Input Security Group ${id} cannot be deleted because it is still being used by inputs.`,
      )
    }
    this.stages.settle(group, 'DELETED')
  }

  /** Whether one of these groups lets the address in. */
  admits(region: string, ids: readonly string[], remoteAddress: string): boolean {
    return ids.some((id) =>
      this.stages.find(region, id)?.cidrs.some((cidr) => cidrCovers(cidr, remoteAddress)),
    )
  }

  exists(region: string, id: string): boolean {
    const group = this.stages.find(region, id)
    return group !== undefined && group.state !== 'DELETED'
  }

  retag(region: string, id: string, tags: Tags): void {
    this.stages.put({ ...this.existing(region, id), tags })
    this.context.changed()
  }

  view(group: SecurityGroupRecord): object {
    const inputs = this.inputIdsOf(group)
    const settled = inputs.length > 0 ? 'IN_USE' : 'IDLE'
    return {
      id: group.id,
      arn: arnOf(this.context.account, group, 'inputSecurityGroup'),
      inputs,
      state: group.state === 'READY' ? settled : group.state,
      tags: group.tags,
      whitelistRules: group.cidrs.map((cidr) => ({ cidr })),
    }
  }

  existing(region: string, id: string): SecurityGroupRecord {
    const group = this.describe(region, id)
    if (group.state === 'DELETED') throw notFound(`Input Security Group ${id} not found`)
    return group
  }
}

/** At most ten IPv4 blocks (MediaLive user guide). */
function checkedRules({ whitelistRules = [] }: NewSecurityGroup): readonly string[] {
  if (whitelistRules.length > mostRules) {
    throw badRequest(`An input security group may have ${mostRules} rules`)
  }
  const wrong = whitelistRules.find(({ cidr }) => !isIpv4Cidr(cidr))
  if (wrong !== undefined) throw badRequest(`"${wrong.cidr}" is not a valid IPv4 CIDR block`)
  return whitelistRules.map(({ cidr }) => cidr)
}
