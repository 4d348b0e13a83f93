import { ListLag } from '../kit/listLag'
import type { SimulatorContext } from '../kit/context'
import type { Broadcasts } from './broadcasts'
import type { RecordingConfigurations } from './recordingConfigurations'
import type { IvsChannel, IvsStreamKey } from './records'
import { recordingConfigurationSummary, streamSummary } from './views'
import type { IvsWorld } from './world'

/** What the lists of IVS show, of every Region. */
export interface IvsLists {
  readonly channels: readonly IvsChannel[]
  readonly streamKeys: readonly IvsStreamKey[]
  readonly streams: readonly ReturnType<typeof streamSummary>[]
  readonly recordingConfigurations: readonly ReturnType<typeof recordingConfigurationSummary>[]
}

export interface ListedWorld {
  readonly world: IvsWorld
  /** As they are, or as they were where a drill has lists lag. Once for each call that is answered. */
  readonly lists: () => IvsLists
}

interface Listed {
  readonly world: IvsWorld
  readonly broadcasts: Broadcasts
  readonly configurations: RecordingConfigurations
}

/** The lists, which may lag behind; call `note` after every change. */
export class LaggingLists {
  readonly #lag: ListLag<IvsLists>

  constructor(
    context: SimulatorContext,
    private readonly listed: Listed,
  ) {
    this.#lag = new ListLag(context, 'ivs', () => this.#present())
  }

  note(): void {
    this.#lag.note()
  }

  asked(): IvsLists {
    return this.#lag.asked() ?? this.#present()
  }

  #present(): IvsLists {
    const { world, broadcasts, configurations } = this.listed
    return {
      ...world.snapshot(),
      streams: broadcasts.live().map((stream) => streamSummary(stream, broadcasts)),
      recordingConfigurations: configurations
        .snapshot()
        .map((each) => recordingConfigurationSummary(each, configurations.stateOf(each))),
    }
  }
}

/** `arn:aws:ivs:<region>:…` */
export const isOfRegion = (arn: string, region: string): boolean => arn.split(':')[3] === region
