import { Trash2 } from 'lucide-react'
import type { Show } from '../../shared/domain/show'
import { toOperatorError } from '../../shared/errors'
import { goTo } from '../app/routes'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { toast } from '../widgets/toasts'

/** Removed at once, and put back by one press: nobody has to be asked "are you sure". */
export function RemoveShow({ show }: { readonly show: Show }) {
  const mayAct = useConsole(selectMayAct)
  const remove = useCommand(async () => {
    await core.shows.remove({ showId: show.id })
    toast(`“${show.name}” was removed.`, { undo: { label: 'Undo', run: () => restore(show) } })
    goTo({ at: 'home' })
  })
  return (
    <>
      <button
        type="button"
        className="quiet push"
        disabled={!mayAct || remove.busy}
        onClick={() => void remove.run()}
      >
        <Trash2 aria-hidden size={14} />
        Remove show
      </button>
      {remove.error && <ErrorNote error={remove.error} />}
    </>
  )
}

function restore({ id }: Show): void {
  core.shows.restore({ showId: id }).then(
    () => goTo({ at: 'show', showId: id }),
    (thrown: unknown) => toast('', { error: toOperatorError(thrown, 'window').wire }),
  )
}
