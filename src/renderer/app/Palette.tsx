import { Command } from 'cmdk'
import { useMemo, useRef } from 'react'
import { useActions, type Action } from '../actions/registry'
import { showsByName } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { Modal } from '../widgets/Modal'
import { goTo } from './routes'

const GROUPS: readonly Action['group'][] = ['On air', 'Show', 'Go to']

/** Everything that can be done now, with its keys; what cannot says why. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const actions = useActions().filter((action) => action.id !== 'palette')
  const shows = useConsole((s) => s.shows)
  const named = useMemo(() => showsByName(shows), [shows])
  const input = useRef<HTMLInputElement>(null)
  const choose = (run: () => void) => () => {
    onClose()
    // Once the dialog is gone: behind it nothing can take the focus.
    setTimeout(run)
  }
  return (
    <Modal label="Commands" className="palette" first={input} onClose={onClose}>
      <Command label="Commands" loop>
        <Command.Input ref={input} placeholder="What do you want to do?" />
        <Command.List>
          <Command.Empty>Nothing is called that.</Command.Empty>
          {GROUPS.map((group) => (
            <Group
              key={group}
              name={group}
              actions={actions.filter((action) => action.group === group)}
              choose={choose}
            />
          ))}
          {named.length > 0 && (
            <Command.Group heading="Shows">
              {named.map((show) => (
                <Command.Item
                  key={show.id}
                  value={`${show.name} ${show.id}`}
                  onSelect={choose(() => goTo({ at: 'show', showId: show.id }))}
                >
                  {show.name}
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Modal>
  )
}

interface GroupProps {
  readonly name: string
  readonly actions: readonly Action[]
  readonly choose: (run: () => void) => () => void
}

function Group({ name, actions, choose }: GroupProps) {
  if (actions.length === 0) return null
  return (
    <Command.Group heading={name}>
      {actions.map(({ id, label, keys, refusal, run }) => (
        <Command.Item key={id} value={label} disabled={refusal !== null} onSelect={choose(run)}>
          <span>{label}</span>
          {refusal && <span className="faint palette-refusal">{refusal}</span>}
          {keys && <kbd>{keys.replaceAll('+', ' ')}</kbd>}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
