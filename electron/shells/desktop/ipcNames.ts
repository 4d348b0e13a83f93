/** The only three ways into the main process, and the only one out of it. */
export const ipcNames = {
  call: 'call',
  listen: 'listen',
  unlisten: 'unlisten',
  event: 'event',
} as const
