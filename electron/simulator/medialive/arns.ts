export type ResourceKind = 'channel' | 'input' | 'inputSecurityGroup'

/** MediaLive ARNs end in `kind:id`, with a colon. */
export const arnOf = (
  account: string,
  { region, id }: { readonly region: string; readonly id: string },
  kind: ResourceKind | 'multiplex',
): string => `arn:aws:medialive:${region}:${account}:${kind}:${id}`

export interface ParsedArn {
  readonly region: string
  readonly account: string
  readonly kind: ResourceKind
  readonly id: string
}

export function parseArn(arn: string): ParsedArn | undefined {
  const [, region, account, kind, id] =
    /^arn:aws:medialive:([a-z0-9-]+):(\d{12}):(channel|input|inputSecurityGroup):(\d+)$/.exec(
      arn,
    ) ?? []
  // The pattern admits these kinds only.
  return region && account && kind && id
    ? { region, account, kind: kind as ResourceKind, id }
    : undefined
}
