import type { SimulatorContext } from '../kit/context'
import type { SinkAddress, SinkOwner } from './sinks'
import { Flow } from './syntheticFlow'

export interface SyntheticSink {
  readonly owner: SinkOwner
  readonly frames: Flow
  readonly bytes: Flow
  url: string
  state: 'expecting' | 'receiving' | 'refused' | 'ended'
  isFlowing: boolean
  connections: number
  lastFrameAt: number | undefined
}

const mostSinks = 2_000

/** What arrived at each RTMP destination. Counters of an owner go on from run to run. */
export class SyntheticSinks {
  readonly #sinks = new Map<string, SyntheticSink>()

  constructor(private readonly context: Pick<SimulatorContext, 'clock'>) {}

  expect(owner: SinkOwner, { url }: SinkAddress): SyntheticSink {
    const { now } = this.context.clock
    const name = `${owner.channelId}/${owner.groupName}/${owner.outputName}/${owner.pipelineId}`
    const sink: SyntheticSink = this.#sinks.get(name) ?? {
      owner,
      frames: new Flow(now),
      bytes: new Flow(now),
      url,
      state: 'expecting',
      isFlowing: false,
      connections: 0,
      lastFrameAt: undefined,
    }
    sink.url = url
    sink.state = 'expecting'
    this.#sinks.set(name, sink)
    const oldest = this.#sinks.keys().next().value
    if (this.#sinks.size > mostSinks && oldest !== undefined) this.#sinks.delete(oldest)
    return sink
  }

  clear(): void {
    this.#sinks.clear()
  }

  world(): unknown {
    return [...this.#sinks.values()].map(
      ({ owner, url, state, frames, bytes, connections, isFlowing, lastFrameAt }) => ({
        ...owner,
        url,
        state,
        frames: frames.total(),
        bytes: bytes.total(),
        connections,
        lastFrameAt: isFlowing ? this.context.clock.now() : lastFrameAt,
      }),
    )
  }
}
