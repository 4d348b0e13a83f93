import { useState } from 'react'
import { HlsPlayer } from '../widgets/HlsPlayer'
import { Modal } from '../widgets/Modal'

interface Props {
  readonly name: string
  readonly url: string
  readonly onClose: () => void
}

/** Plays one take over the window. */
export function TakePlayer({ name, url, onClose }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null)
  return (
    <Modal label={name} className="player" headed onClose={onClose}>
      <HlsPlayer url={url} label={name} live={false} onTrouble={setTrouble} />
      {trouble && <p role="alert">{trouble}</p>}
    </Modal>
  )
}
