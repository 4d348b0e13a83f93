import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { Reply, Unsubscribe } from '../../../src/shared/contract/define'
import type { Log } from '../../core/ports'
import type { Gate } from '../contract/gate'
import { isOurs } from './appOrigin'
import { ipcNames } from './ipcNames'

/** Answers the window's calls and feeds through the gate. The only place that knows `ipcMain`. */
export function serveIpc(gate: Gate, log: Log): void {
  const feeds = new Map<WebContents, Map<number, Unsubscribe>>()

  ipcMain.handle(ipcNames.call, (event, message: unknown): Promise<Reply> => {
    const { channel, input } = membersOf(message)
    return gate.call({ channel, input, trusted: isTrusted(event) })
  })
  ipcMain.on(ipcNames.listen, (event, message: unknown) => {
    const { id, channel } = membersOf(message)
    if (typeof id !== 'number') return
    try {
      const asked = { channel, trusted: isTrusted(event) }
      const stop = gate.listen(asked, (value) => tell(event.sender, { id, event: value }))
      feedsOf(event.sender, feeds).set(id, stop)
    } catch (thrown) {
      log.warn('a feed was refused', { thrown })
    }
  })
  ipcMain.on(ipcNames.unlisten, (event, id: unknown) => {
    const mine = feeds.get(event.sender)
    if (typeof id !== 'number' || !mine) return
    mine.get(id)?.()
    mine.delete(id)
  })
}

type Feeds = Map<WebContents, Map<number, Unsubscribe>>

/** A page that is reloaded, crashes or goes leaves no feed behind: its next self asks anew. */
function feedsOf(contents: WebContents, feeds: Feeds): Map<number, Unsubscribe> {
  const known = feeds.get(contents)
  if (known) return known
  const mine = new Map<number, Unsubscribe>()
  feeds.set(contents, mine)
  const letGo = () => {
    for (const stop of mine.values()) stop()
    mine.clear()
  }
  contents.on('did-navigate', letGo)
  contents.on('render-process-gone', letGo)
  contents.once('destroyed', () => {
    letGo()
    feeds.delete(contents)
  })
  return mine
}

function tell(contents: WebContents, message: object): void {
  if (!contents.isDestroyed()) contents.send(ipcNames.event, message)
}

/** Our own document in the top frame of its page; a frame inside it, or one that is gone, is not. */
function isTrusted({ senderFrame, sender }: IpcMainInvokeEvent | IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url)
}

interface Members {
  readonly id?: unknown
  readonly channel?: unknown
  readonly input?: unknown
}
const membersOf = (message: unknown): Members =>
  typeof message === 'object' && message !== null ? message : {}
