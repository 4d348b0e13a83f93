import { contextBridge, ipcRenderer } from 'electron'
import { channels } from '../contract/channels'
import { ipcNames } from './ipcNames'

/** All the window gets of the outside: two functions that know the contract's channels and no other. */

type Listener = (event: unknown) => void
const listeners = new Map<number, Listener>()
let newest = 0

function known(channel: unknown, kind: 'call' | 'feed'): string {
  const name = String(channel)
  const isKnown = Object.hasOwn(channels, name) && channels[name as keyof typeof channels] === kind
  if (!isKnown) throw new Error(`there is no ${kind} of this name`)
  return name
}

ipcRenderer.on(ipcNames.event, (_event, message: { id: number; event: unknown }) => {
  listeners.get(message.id)?.(message.event)
})

contextBridge.exposeInMainWorld('bridge', {
  call: async (channel: unknown, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke(ipcNames.call, { channel: known(channel, 'call'), input }),

  listen(channel: unknown, listener: Listener): () => void {
    const name = known(channel, 'feed')
    const id = (newest += 1)
    listeners.set(id, listener)
    ipcRenderer.send(ipcNames.listen, { id, channel: name })
    return () => {
      if (listeners.delete(id)) ipcRenderer.send(ipcNames.unlisten, id)
    }
  },
})
