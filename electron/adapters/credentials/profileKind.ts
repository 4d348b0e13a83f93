import type { ProfileKind } from '../../../src/shared/domain/account'
import type { Section } from './profileFiles'

/**
 * How a profile signs in, asked in the order in which the SDK decides (AWS SDKs reference guide,
 * "Standardized credential providers"; client for profiles).
 */
export function kindOf(section: Section): Exclude<ProfileKind, 'rehearsal'> {
  if (isRole(section)) return 'role'
  if (section['aws_access_key_id'] && section['aws_secret_access_key']) return 'static'
  if (section['role_arn'] && section['web_identity_token_file']) return 'role'
  if (section['credential_process']) return 'process'
  if (ssoSettings.some((name) => section[name])) return 'sso'
  if (section['login_session']) return 'login'
  return 'unknown'
}

const ssoSettings = [
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'sso_region',
  'sso_role_name',
]

const isRole = (section: Section) =>
  Boolean(section['role_arn']) &&
  Boolean(section['source_profile']) !== Boolean(section['credential_source'])
