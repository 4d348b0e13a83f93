import type { SimulatorContext } from './context'

interface Version<Lists> {
  readonly at: number
  readonly lists: Lists
}

/** The longest lag a drill can ask for. */
const mostLagMs = 600_000

/**
 * What the lists of a service show while the drill `list-lag` acts: the records as they were so long
 * ago, so that a list may miss what was just made and show a state that is past. Descriptions of one
 * resource are not affected. Versions are kept only while such a drill is armed; before the first of
 * them the world is taken to have been as it was when the drill began.
 */
export class ListLag<Lists> {
  #versions: readonly Version<Lists>[] = []

  constructor(
    private readonly context: Pick<SimulatorContext, 'clock' | 'drills'>,
    private readonly scope: string,
    /** The records of every list as they are now; they must not change in place. */
    private readonly take: () => Lists,
  ) {
    context.drills.onStart((drill) => {
      if (drill.kind === 'list-lag') this.note()
    })
  }

  /** Call after every change of what lists show. */
  note(): void {
    const { clock, drills } = this.context
    if (!drills.list().some(({ drill }) => drill.kind === 'list-lag')) {
      this.#versions = []
      return
    }
    // The first stands for everything before it, the very moment of the drill's start included.
    const at = this.#versions.length === 0 ? -Infinity : clock.now()
    const before = this.#versions.filter((version) => version.at < at)
    const needed = before.findLastIndex((version) => version.at <= at - mostLagMs)
    this.#versions = [...before.slice(Math.max(0, needed)), { at, lists: this.take() }]
  }

  /** What a list shows that is asked for now; undefined: the present. Counts as one use of the drill. */
  asked(): Lists | undefined {
    const lagMs = this.context.drills.listLag(this.scope)
    if (lagMs === 0) return undefined
    const asOf = this.context.clock.now() - lagMs
    const version = this.#versions.findLast(({ at }) => at <= asOf) ?? this.#versions[0]
    return version?.lists
  }
}
