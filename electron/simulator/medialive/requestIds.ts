import type { SimulatorContext } from '../kit/context'

/** What a first call with the same RequestId made; undefined: this one makes something. */
export function madeBefore<Made extends { readonly region: string; readonly state: string }>(
  { assumptions }: Pick<SimulatorContext, 'assumptions'>,
  region: string,
  underSameId: readonly Made[],
): Made | undefined {
  const findsDeleted = assumptions.of('request-id-of-deleted') === 'finds-it'
  return underSameId.find(
    (made) => made.region === region && (findsDeleted || made.state !== 'DELETED'),
  )
}
