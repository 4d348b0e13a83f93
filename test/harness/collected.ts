interface Identified {
  readonly id: string
}

type Event<Item> =
  | { readonly kind: 'snapshot'; readonly items: readonly Item[] }
  | { readonly kind: 'changed'; readonly item: Item }
  | { readonly kind: 'forgotten'; readonly id: string }

/** What a feed of a collection has told so far, as a window would hold it. */
export function collected<Item extends Identified>(
  onChange: (fresh: { readonly items: readonly Item[] }) => void,
) {
  const held = new Map<string, Item>()
  const take = (event: Event<Item>): void => {
    const items =
      event.kind === 'snapshot' ? event.items : event.kind === 'changed' ? [event.item] : []
    for (const item of items) held.set(item.id, item)
    if (event.kind === 'forgotten') held.delete(event.id)
    onChange({ items })
  }
  return { take, all: () => [...held.values()], get: (id: string) => held.get(id) }
}
