import { useEffect, useRef } from 'react'
import type Hls from 'hls.js/light'

const RETRY_MS = 2_000

/** What the player knows of its picture; asked, not told, so that nothing renders for it. */
export interface PictureClock {
  /** Epoch ms (AWS's clock) at which the frame on screen was recorded; null where it is unknown. */
  readonly shownAt: () => number | null
}

interface Props {
  readonly url: string
  readonly label: string
  /** Follows the live edge, muted, without controls. */
  readonly live: boolean
  readonly onClock?: (clock: PictureClock | null) => void
  /** A sentence why nothing plays, or null once it does. */
  readonly onTrouble: (why: string | null) => void
}

/** Plays HLS of the shell's own origin; the player's code is loaded only when there is a picture. */
export function HlsPlayer({ url, label, live, onClock, onTrouble }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const tell = useRef({ onClock, onTrouble })
  tell.current = { onClock, onTrouble }

  useEffect(() => {
    const element = video.current
    if (!element) return undefined
    let gone = false
    tell.current.onTrouble(null)
    let hls: Hls | undefined
    void attach({ element, url, live, trouble: (why) => tell.current.onTrouble(why) }).then(
      (made) => {
        hls = made
        if (gone) made.destroy()
        else tell.current.onClock?.({ shownAt: () => made.playingDate?.getTime() ?? null })
      },
      (thrown: unknown) =>
        tell.current.onTrouble(`The player could not be loaded: ${String(thrown)}`),
    )
    return () => {
      gone = true
      hls?.destroy()
      tell.current.onClock?.(null)
    }
  }, [url, live])

  return (
    <video
      ref={video}
      className="picture-video"
      aria-label={label}
      muted={live}
      controls={!live}
      playsInline
      onPlaying={() => onTrouble(null)}
    />
  )
}

interface Attach {
  readonly element: HTMLVideoElement
  readonly url: string
  readonly live: boolean
  readonly trouble: (why: string) => void
}

async function attach({ element, url, live, trouble }: Attach): Promise<Hls> {
  const { default: HlsPlayerClass } = await import('hls.js/light')
  const { ERROR, MANIFEST_PARSED, DESTROYING } = HlsPlayerClass.Events
  const hls = new HlsPlayerClass({ liveSyncDurationCount: 2, backBufferLength: 30 })
  let retry: ReturnType<typeof setTimeout> | undefined
  hls.on(ERROR, (_event, { fatal, type }) => {
    if (!fatal) return
    trouble(whyInWords(type))
    // What is not there yet may come: a playlist exists only once the first segment does.
    const again = () => (type === 'mediaError' ? hls.recoverMediaError() : hls.loadSource(url))
    retry = setTimeout(again, RETRY_MS)
  })
  hls.on(DESTROYING, () => clearTimeout(retry))
  hls.on(MANIFEST_PARSED, () => {
    element.play().catch((thrown: unknown) => {
      if (live) trouble(`The picture could not be started: ${String(thrown)}`)
    })
  })
  hls.loadSource(url)
  hls.attachMedia(element)
  return hls
}

const whyInWords = (type: string): string =>
  type === 'networkError'
    ? 'The recording cannot be read yet. It is tried again.'
    : 'The picture cannot be decoded here. It is tried again; what viewers see is not touched.'
