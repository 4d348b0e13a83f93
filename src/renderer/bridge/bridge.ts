import type { Reply } from '../../shared/contract/define'

/** The one door to the core: preload opens it on the desktop, a WebSocket in the browser. */
export interface Bridge {
  /** `channel` is `subject.method` of the contract. Never rejects for what the core has to say. */
  call(channel: string, input: unknown): Promise<Reply>
  /** First what is, then every change; returns the way to stop listening. */
  listen(channel: string, listener: (event: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly bridge?: Bridge
  }
}
