import type { Bridge } from './bridge'
import { WebSocketBridge } from './webSocketBridge'

/** The preload's bridge on the desktop, a WebSocket of the page's own origin in a browser. */
export function shellBridge(onConnection: (connected: boolean) => void): Bridge {
  if (window.bridge) return window.bridge
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridge`
  return new WebSocketBridge({
    connect: () => new WebSocket(url),
    later: (run, afterMs) => setTimeout(run, afterMs),
    onConnection,
  })
}
