import type {
  ChannelAlert,
  ChannelSummary,
  Input,
  InputSecurityGroup,
} from '@aws-sdk/client-medialive'
import type {
  ObservedAlert,
  ObservedChannel,
  ObservedInput,
  ObservedSecurityGroup,
} from '../../core/ports'
import { present } from './members'

/** Summaries carry the output addresses with every stream key of the account: only this much is taken. */
export const channelOf = (summary: ChannelSummary): ObservedChannel => ({
  ...addressesOf(summary),
  id: present(summary.Id),
  arn: present(summary.Arn),
  name: summary.Name ?? '',
  state: present(summary.State),
  inputIds: (summary.InputAttachments ?? []).flatMap(({ InputId }) => InputId ?? []),
  outputIds: (summary.Destinations ?? []).flatMap(({ Id }) => Id ?? []),
  tags: summary.Tags ?? {},
})

/** Ours never have a key in the address; what others put there is none of our business. */
function addressesOf({ Tags, Destinations }: ChannelSummary): Pick<ObservedChannel, 'outputUrls'> {
  if (Tags?.['application'] !== 'tallylight') return {}
  const urls = (Destinations ?? []).flatMap(({ Id, Settings }) => {
    const url = Settings?.[0]?.Url
    return Id !== undefined && url !== undefined ? [[Id, url] as const] : []
  })
  return { outputUrls: Object.fromEntries(urls) }
}

export const inputOf = (input: Input): ObservedInput => ({
  id: present(input.Id),
  name: input.Name ?? '',
  state: present(input.State),
  ingest: ingestOf(input.Destinations?.[0]?.Url),
  tags: input.Tags ?? {},
})

export const securityGroupOf = (group: InputSecurityGroup): ObservedSecurityGroup => ({
  id: present(group.Id),
  state: present(group.State),
  cidrs: (group.WhitelistRules ?? []).flatMap(({ Cidr }) => Cidr ?? []),
  tags: group.Tags ?? {},
})

export const alertOf = (alert: ChannelAlert): ObservedAlert => ({
  id: present(alert.Id),
  type: alert.AlertType ?? '',
  message: alert.Message ?? '',
  state: alert.State ?? 'SET',
  setAt: present(alert.SetTimestamp).getTime(),
  clearedAt: alert.ClearedTimestamp?.getTime() ?? null,
})

/** `rtmp://host:1935/app/instance`: an encoder asks for the part before the last slash, and the rest. */
export function ingestOf(url: string | undefined): ObservedInput['ingest'] {
  const [, before, instance] = /^(\w+:\/\/[^/]+\/.+)\/([^/]+)$/.exec(url ?? '') ?? []
  return before && instance ? { url: before, streamName: instance } : null
}
