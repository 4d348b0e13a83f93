/** Things with an id, as last told. `known` is false until the first snapshot. */
export interface Collection<Item> {
  readonly known: boolean
  readonly byId: Readonly<Record<string, Item>>
}

export type CollectionEvent<Item> =
  | { readonly kind: 'snapshot'; readonly items: readonly Item[] }
  | { readonly kind: 'changed'; readonly item: Item }
  | { readonly kind: 'forgotten'; readonly id: string }

/** Pure and for many events at once: a busy feed costs one copy a frame, not one an event. */
export function afterEvents<Item extends { readonly id: string }>(
  before: Collection<Item>,
  events: readonly CollectionEvent<Item>[],
): Collection<Item> {
  if (events.length === 0) return before
  let known = before.known
  let byId: Record<string, Item> = { ...before.byId }
  for (const event of events) {
    switch (event.kind) {
      case 'snapshot':
        known = true
        byId = Object.fromEntries(event.items.map((item) => [item.id, item]))
        break
      case 'changed':
        byId[event.item.id] = event.item
        break
      case 'forgotten':
        delete byId[event.id]
        break
    }
  }
  return { known, byId }
}

export const emptyCollection = <Item>(): Collection<Item> => ({ known: false, byId: {} })
