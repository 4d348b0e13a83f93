import type { Tags } from '../../ports'

/**
 * All that a step made: what it answered with, and whatever carries its mark. Where answers were lost
 * and lists lagged behind, that is more than one.
 */
export function madeBy<T extends { readonly tags: Tags }>(
  { key, made }: { readonly key: string; readonly made: string | undefined },
  items: readonly T[],
  idOf: (item: T) => string,
): readonly string[] {
  const marked = items.filter(({ tags }) => tags['step'] === key).map(idOf)
  return [...new Set([...(made === undefined ? [] : [made]), ...marked])]
}
