import type { ProfileView } from '../../shared/domain/account'
import { REHEARSAL } from '../../shared/domain/account'
import type { DestinationKind } from '../../shared/domain/destination'
import type { LegState, RunState, TakeState } from '../../shared/domain/session'
import type { PresetId } from '../../shared/domain/show'

export const kindWords: Readonly<Record<DestinationKind, string>> = {
  ivs: 'Amazon IVS',
  youtube: 'YouTube',
  restream: 'Restream',
  rtmp: 'RTMP',
}

export const legWords: Readonly<Record<LegState, string>> = {
  ready: 'Ready',
  starting: 'Starting',
  streaming: 'Streaming',
  unproven: 'Sending, not proven',
  stopping: 'Stopping',
  error: 'Error',
}

export const takeWords: Readonly<Record<TakeState, string>> = {
  recording: 'Recording',
  closing: 'Closing',
  verified: 'Verified',
  damaged: 'Damaged',
}

export const runWords: Readonly<Record<RunState, string>> = {
  running: 'Under way',
  waiting: 'Waits for you',
  parked: 'Needs you',
  undoing: 'Being undone',
  succeeded: 'Done',
  'rolled-back': 'Undone',
  cancelled: 'Cancelled',
}

export const presetWords: Readonly<Record<PresetId, string>> = {
  '1080p30': '1080p, 30 fps',
  '1080p60': '1080p, 60 fps',
  '720p30': '720p, 30 fps',
}

const profileKindWords: Readonly<Record<ProfileView['kind'], string>> = {
  rehearsal: 'no account needed',
  static: 'access keys',
  role: 'role',
  process: 'credential process',
  sso: 'single sign-on',
  login: 'console sign-in',
  unknown: 'unknown kind',
}
export const profileKind = (kind: ProfileView['kind']): string => profileKindWords[kind]

/** The rehearsal's profile has a name no file can hold; people read this one. */
export const profileName = (name: string): string => (name === REHEARSAL ? 'Rehearsal' : name)

const knownWords: Readonly<Record<string, string>> = {
  arm: 'Prepare',
  adopt: 'Take over',
  'go-live': 'Go live',
  'stand-down': 'Stop',
  wrap: 'End & clean up',
  'mark-take': 'Close the take',
  'await-channel-ready': 'Wait until the channel is made',
  'await-channel-running': 'Wait until the channel runs',
  'await-channel-stopped': 'Wait until the channel has stopped',
  'await-takes-closed': 'Wait until the takes are closed',
  'create-ivs-channel': 'Create IVS channel',
  'delete-ivs-channel': 'Delete IVS channel',
  'settle-take': 'Note what was found',
}

/** `start-channel` → `Start channel`; workflows, and steps that would read oddly, have words of their own. */
export function nameInWords(name: string): string {
  const known = knownWords[name]
  if (known) return known
  const spaced = name
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** `CREATE_FAILED` → `Create failed`: AWS’s own words, not shouted. */
export const sentenceCase = (state: string): string =>
  state.charAt(0) + state.slice(1).toLowerCase().replaceAll('_', ' ')

const goingWords: Readonly<Record<string, string>> = {
  arm: 'Preparing',
  adopt: 'Taking over',
  'go-live': 'Going live',
  'stand-down': 'Stopping',
  wrap: 'Ending and cleaning up',
}

/** The same while it is under way. */
export const goingInWords = (name: string): string => goingWords[name] ?? nameInWords(name)

/** `3 destinations`, `1 destination`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString()} ${n === 1 ? one : many}`

/** `4.8 Mb/s`. */
export const megabits = (bps: number): string =>
  `${(bps / 1_000_000).toLocaleString(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} Mb/s`

/** `1.2 GB`, by thousands as disks are sold. */
export function bytesInWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[step]}`
}
