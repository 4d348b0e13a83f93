import type { FoundView, RegionLook } from '../../shared/domain/found'
import type { WireError } from '../../shared/errors'
import { count } from '../format/words'
import { ErrorNote } from '../widgets/ErrorNote'
import { Panel } from '../widgets/Panel'

/** Where was asked, how far that is, and what could not be asked: no region is left out in silence. */
export function RegionsPanel({ found }: { readonly found: FoundView }) {
  const { regions } = found
  const done = regions.filter(({ state }) => state === 'asked').length
  return (
    <Panel
      title="Regions"
      aside={<span className="num">{`${done} of ${regions.length} asked`}</span>}
    >
      <ul className="regions" aria-live="off">
        {regions.map((look) => (
          <li key={look.region} data-state={stateOf(look)} className="status">
            <span className="num">{look.region}</span> <span>{wordOf(look)}</span>
          </li>
        ))}
      </ul>
      {troublesOf(regions).map(({ error, where }) => (
        <ErrorNote
          key={error.code + where}
          alert={false}
          error={{ ...error, what: `${where}: ${error.what}` }}
        />
      ))}
    </Panel>
  )
}

const stateOf = ({ state, troubles }: RegionLook) => (troubles.length > 0 ? 'trouble' : state)

function wordOf({ state, troubles, asked }: RegionLook): string {
  if (state === 'waiting') return 'waits'
  if (state === 'asking') return 'is asked …'
  if (troubles.length === 0) return 'asked'
  return asked.length === 0 ? 'not answered' : 'answered in part'
}

/** The same trouble in many regions is told once, with all of them. */
function troublesOf(regions: readonly RegionLook[]) {
  const all = new Map<string, { error: WireError; parts: Set<string>; regions: Set<string> }>()
  for (const { region, troubles } of regions)
    for (const { what, error } of troubles) {
      const same = all.get(error.code + error.what) ?? {
        error,
        parts: new Set(),
        regions: new Set(),
      }
      same.parts.add(what)
      same.regions.add(region)
      all.set(error.code + error.what, same)
    }
  return [...all.values()].map((one) => ({
    error: one.error,
    where: `${[...one.parts].join(', ')} in ${one.regions.size > 3 ? count(one.regions.size, 'region') : [...one.regions].join(', ')}`,
  }))
}
