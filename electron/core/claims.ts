import type { SessionId, ShowId } from '../../src/shared/domain/ids'

/** Who airs a show just now. It stands in AWS, where every console of the account sees it. */
export interface Claim {
  readonly sessionId: SessionId
  /** Of the data folder it is kept in: two consoles may run on one machine. */
  readonly consoleId: string
  /** A person and a machine, for people: `maria on studio-laptop`. */
  readonly owner: string
  /** Epoch ms, by the owner's clock. */
  readonly since: number
}

/** What tells one claim from another. */
export type ClaimHolder = Pick<Claim, 'sessionId' | 'consoleId'>

/** One claim a show, written only where nobody else's stands: of two at once, one wins. */
export interface Claims {
  /** Says whose claim stands after the attempt; ours may have stood before. */
  stake(bucket: string, showId: ShowId, claim: Claim): Promise<Claim>
  /** Puts ours in the place of the other's, unless that has changed meanwhile. Says whose stands. */
  takeOver(
    bucket: string,
    showId: ShowId,
    change: { readonly from: ClaimHolder; readonly to: Claim },
  ): Promise<Claim>
  read(bucket: string, showId: ShowId): Promise<Claim | undefined>
  /** Gives it up where it is this holder's; anybody else's is left alone. */
  release(bucket: string, showId: ShowId, holder: ClaimHolder): Promise<void>
}
