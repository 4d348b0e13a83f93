import type { Abilities } from '../../src/shared/domain/consoleStatus'

/** What the console asks of the shell around it. What the abilities deny rejects in words. */
export interface ShellPort {
  readonly abilities: Abilities
  /** Puts a secret or an address on the clipboard; it is taken off again at `clearsAt` (epoch ms). */
  copy(text: string): Promise<{ readonly clearsAt: number }>
  notify(title: string, body: string): void
  /** While on, the machine does not go to sleep. */
  keepAwake(on: boolean): void
}
