import type { Sentence } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { ProfileFiles, Section } from './profileFiles'
import { kindOf } from './profileKind'
import { tokenState } from './ssoToken'

/**
 * Why a profile cannot work, as far as the files alone tell; undefined where nothing speaks against
 * it. What its source profile lacks is said of the source.
 */
export async function troubleOf(
  profile: string,
  files: Pick<ProfileFiles, 'profiles' | 'ssoSessions'>,
  now: number,
): Promise<Sentence | undefined> {
  const visited: string[] = []
  for (let name = profile; ;) {
    const section = files.profiles.get(name)
    if (section === undefined) return missing(name, visited)
    // A source with keys of its own ends the chain, even if it names a source again.
    if (visited.length > 0 && hasKeys(section)) return undefined
    if (visited.includes(name)) return sentences.profileCircle(profile, circleOf(visited, name))
    if (section['mfa_serial'] && section['role_arn']) return sentences.profileNeedsMfa(name)
    visited.push(name)
    const source = kindOf(section) === 'role' ? section['source_profile'] : undefined
    if (source === undefined) return ownTrouble(name, section, { ...files, now })
    name = source
  }
}

const missing = (name: string, visited: readonly string[]) => {
  const before = visited.at(-1)
  return before === undefined
    ? sentences.profileMissing(name)
    : sentences.profileSourceMissing(before, name)
}

const circleOf = (visited: readonly string[], again: string) =>
  [...visited.slice(visited.indexOf(again)), again].join(' → ')

const hasKeys = (section: Section) =>
  Boolean(section['aws_access_key_id'] && section['aws_secret_access_key'])

async function ownTrouble(
  name: string,
  section: Section,
  of: { readonly ssoSessions: ProfileFiles['ssoSessions']; readonly now: number },
): Promise<Sentence | undefined> {
  const kind = kindOf(section)
  if (kind === 'unknown') return unknownTrouble(name, section)
  return kind === 'sso' ? ssoTrouble(name, section, of) : undefined
}

/** Says what is missing where one half is there. */
function unknownTrouble(name: string, section: Section): Sentence {
  if (section['role_arn']) {
    const both = section['source_profile'] && section['credential_source']
    return both
      ? sentences.profileIncomplete(name, 'a choice: source_profile or credential_source, not both')
      : sentences.profileIncomplete(name, 'source_profile')
  }
  if (section['aws_access_key_id']) {
    return sentences.profileIncomplete(name, 'aws_secret_access_key')
  }
  return section['aws_secret_access_key']
    ? sentences.profileIncomplete(name, 'aws_access_key_id')
    : sentences.profileUnknownKind(name)
}

async function ssoTrouble(
  name: string,
  section: Section,
  { ssoSessions, now }: { readonly ssoSessions: ProfileFiles['ssoSessions']; readonly now: number },
): Promise<Sentence | undefined> {
  const session = section['sso_session']
  const shared = session === undefined ? undefined : ssoSessions.get(session)
  if (session !== undefined && shared === undefined) {
    return sentences.ssoSessionMissing(name, session)
  }
  const all: Section = { ...section, ...shared }
  const lacking = required.find((setting) => !all[setting])
  if (lacking !== undefined) return sentences.profileIncomplete(name, lacking)
  const startUrl = all['sso_start_url'] ?? ''
  const state = await tokenState(session === undefined ? { startUrl } : { session }, now)
  if (state === 'none') return sentences.ssoSignedOut(name)
  return state === 'expired' ? sentences.ssoExpired(name) : undefined
}

const required = ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name']
