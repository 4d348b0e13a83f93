import type { Handlers } from '../../src/shared/contract/define'
import type { Contracts } from '../../src/shared/contract/console'

/** What the core owes, by subject of the contract. */
export type ConsoleHandlers = { readonly [S in keyof Contracts]: Handlers<Contracts[S]> }

export interface MediaRequest {
  /** Begins with `/media/`, still percent-encoded, without query. */
  readonly path: string
  /** The Range header as it came. */
  readonly range: string | undefined
}

export interface MediaAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array> | Uint8Array
}

/** What leaving now would leave behind. */
export interface AtStake {
  /** True while something is on air or being put there. */
  readonly live: boolean
  /** What goes on, what it costs and until when, for a person. */
  readonly sentence: string
}

/** The whole program behind a shell: what `startConsole` gives back. */
export interface Console {
  readonly handlers: ConsoleHandlers
  /** Recordings and pictures under the shell's own origin. */
  media(request: MediaRequest): Promise<MediaAnswer>
  atStake(): AtStake
  /** Lets go of everything this process holds. What runs in AWS goes on. */
  close(): Promise<void>
}
