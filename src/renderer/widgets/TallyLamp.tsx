import type { Phase } from '../../shared/domain/session'
import type { Tally } from '../../shared/domain/tally'
import { tallyLook } from './tallyLook'

interface Props {
  readonly tally: Tally
  readonly phase: Phase | null
}

/** The lamp: announced when it changes. One a window. */
export function TallyLamp({ tally, phase }: Props) {
  const { word, Icon } = tallyLook(tally, phase)
  return (
    <div className="tally status" role="status" aria-label="Tally" data-tally={tally}>
      <Icon aria-hidden className="tally-icon" strokeWidth={2.5} />
      <span className="tally-word">{word}</span>
    </div>
  )
}

/** The same state in a list, quiet. */
export function TallyMark({ tally, phase }: Props) {
  const { word, Icon } = tallyLook(tally, phase)
  return (
    <span className="tally-mark status" data-tally={tally} title={word}>
      <Icon aria-hidden size={14} strokeWidth={2.5} />
      <span className="sr-only">{word}: </span>
    </span>
  )
}
