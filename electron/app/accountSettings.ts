import { AccountSettings, REHEARSAL } from '../../src/shared/domain/account'
import type { Store } from '../core/ports'

/** The rehearsal lacks nothing: its role and bucket are the simulator's own. */
const ofRehearsal: AccountSettings = {
  roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
  bucket: 'tallylight-rehearsal',
  ingest: { allow: 'this-machine' },
  safetyRoleArn: 'arn:aws:iam::111122223333:role/TallylightSchedulerRole',
  withoutSafetyStop: false,
}
const ofNobody: AccountSettings = {
  roleArn: null,
  bucket: null,
  ingest: { allow: 'this-machine' },
  safetyRoleArn: null,
  withoutSafetyStop: false,
}

const keyOf = (profile: string): string => `account.settings/${profile}`

/** What a profile was given; what cannot be read counts as not given. */
export function settingsOf(store: Store, profile: string): AccountSettings {
  const kept = AccountSettings.safeParse(store.setting(keyOf(profile)))
  if (kept.success) return kept.data
  return profile === REHEARSAL ? ofRehearsal : ofNobody
}

export const keepSettings = (store: Store, profile: string, settings: AccountSettings): void =>
  store.putSetting(keyOf(profile), settings)
