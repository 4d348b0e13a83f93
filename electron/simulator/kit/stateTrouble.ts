/** `in-use`: another simulator works on it · `folder`: not to be written · `damaged`: not to be read. */
export type StateTroubleKind = 'in-use' | 'folder' | 'damaged'

/** The folder of a saved world cannot be used. Nothing in it was changed. */
export class StateTrouble extends Error {
  override readonly name = 'StateTrouble'

  constructor(
    readonly kind: StateTroubleKind,
    readonly folder: string,
    options?: ErrorOptions,
  ) {
    super(`the state folder ${folder} cannot be used (${kind})`, options)
  }
}

/** What the file system says of a folder carries its code; the rest is about what was read. */
export function stateTrouble(thrown: unknown, folder: string): StateTrouble {
  if (thrown instanceof StateTrouble) return thrown
  const isSystem = thrown instanceof Error && 'syscall' in thrown
  return new StateTrouble(isSystem ? 'folder' : 'damaged', folder, { cause: thrown })
}
