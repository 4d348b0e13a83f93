import { powerSaveBlocker } from 'electron'

/** Keeps the machine from going to sleep; the display may. */
export class KeepAwake {
  #blocker: number | undefined

  set(on: boolean): void {
    if (on) {
      this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    } else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker)
      this.#blocker = undefined
    }
  }
}
