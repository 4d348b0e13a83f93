import type { Preflight } from '../../shared/domain/preflight'
import type { ChannelState, Phase, SessionView } from '../../shared/domain/session'

/** For each control: null when it may be used, else the sentence why not. */
export interface ControlRules {
  readonly prepare: string | null
  readonly goLive: string | null
  readonly stop: string | null
  readonly record: string | null
  readonly wrap: string | null
  readonly testCard: string | null
}

interface Given {
  readonly session: SessionView | undefined
  /** Why no command at all can be given; null when they can. */
  readonly silenced: string | null
  readonly preflight: Preflight | null
}

/** What can be done in which phase. Stop is never refused while something may be running. */
export function controlRules({ session, silenced, preflight }: Given): ControlRules {
  if (silenced !== null) return all(silenced)
  if (!session || session.phase === 'wrapped')
    return { ...all('Nothing is prepared'), prepare: blockOf(preflight) }
  if (session.takenOver) return all(`${session.takenOver.owner} has it now`)
  const { phase } = session
  return {
    prepare: 'It is prepared already',
    goLive: phase === 'armed' ? null : goLiveRefusals[phase],
    stop: isRunning(session) ? null : 'Nothing is running',
    record: phase === 'live' ? null : 'Once the show is live',
    wrap: phase === 'wrapping' ? 'It is being cleaned up' : null,
    testCard: WITH_INGEST.includes(phase) ? null : 'Nothing to send it to now',
  }
}

const MAY_RUN: readonly Phase[] = ['starting', 'live', 'stopping']
const RUNS: readonly ChannelState[] = ['STARTING', 'RUNNING', 'RECOVERING']

const WITH_INGEST: readonly Phase[] = ['armed', 'starting', 'live']

const goLiveRefusals: Readonly<Record<Exclude<Phase, 'armed'>, string>> = {
  arming: 'Still being prepared',
  starting: 'It is starting',
  live: 'It is live',
  stopping: 'It is stopping',
  wrapping: 'It is being cleaned up',
  wrapped: 'It has ended',
}

const all = (why: string): ControlRules => ({
  prepare: why,
  goLive: why,
  stop: why,
  record: why,
  wrap: why,
  testCard: why,
})

function blockOf(preflight: Preflight | null): string | null {
  const blocks = preflight?.results.filter((result) => result.level === 'blocks') ?? []
  if (blocks.length === 0) return null
  return blocks.length === 1
    ? (blocks[0]?.what ?? null)
    : `${blocks.length} checks stand in the way`
}

/**
 * True while ending the show would take it off the air: by its phase, or because AWS says so. Somebody
 * may have started it there, or a clean-up may rest before it got that far.
 */
export const isRunning = ({ phase, facts }: SessionView): boolean =>
  MAY_RUN.includes(phase) || RUNS.some((state) => state === facts.channel?.state)
