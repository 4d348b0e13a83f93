import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { runningTake } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import type { PictureClock } from '../widgets/HlsPlayer'

interface Given {
  readonly show: Show
  readonly session: SessionView | undefined
  /** Asked at the instant of a mark, for what the operator was looking at. */
  readonly picture: { readonly current: PictureClock | null }
}

/** Everything the big buttons can ask of the core, each with its own busy and error. */
export function useShowCommands({ show, session, picture }: Given) {
  const gesture = () => {
    if (!session) throw new Error('Only offered while there is a session.')
    return { commandId: newCommandId(), sessionId: session.id }
  }
  const pictureAgeMs = (): number | null => {
    const shownAt = picture.current?.shownAt() ?? null
    const offset = useConsole.getState().status?.awsOffsetMs ?? 0
    return shownAt === null ? null : Math.max(0, Math.round(Date.now() + offset - shownAt))
  }
  const prepare = useCommand(() =>
    core.sessions.prepare({ commandId: newCommandId(), showId: show.id }),
  )
  const goLive = useCommand(() => core.sessions.goLive(gesture()))
  const stop = useCommand(() => core.sessions.stop(gesture()))
  const wrap = useCommand(() => core.sessions.wrap(gesture()))
  const record = useCommand(async () => {
    const running = session && runningTake(session)
    const mark = { ...gesture(), pictureAgeMs: pictureAgeMs() }
    if (running) await core.sessions.endTake({ ...mark, takeId: running.id })
    else await core.sessions.startTake({ ...mark, name: nextTakeName(session) })
  })
  const testCard = useCommand(async () => {
    const { sessionId } = gesture()
    await core.sessions.testCard({ sessionId, on: !session?.testCard })
  })
  return { prepare, goLive, stop, wrap, record, testCard }
}

const nextTakeName = (session: SessionView | undefined): string =>
  `Take ${(session?.takes.length ?? 0) + 1}`

export type ShowCommands = ReturnType<typeof useShowCommands>
