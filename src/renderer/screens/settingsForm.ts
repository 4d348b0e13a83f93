import { AccountSettings } from '../../shared/domain/account'

/** The settings while they are typed. */
export interface SettingsFields {
  readonly roleArn: string
  readonly bucket: string
  readonly allow: AccountSettings['ingest']['allow']
  readonly cidrs: string
  readonly safetyRoleArn: string
  readonly withoutSafetyStop: boolean
}

export const settingsFieldsOf = ({
  roleArn,
  bucket,
  ingest,
  safetyRoleArn,
  withoutSafetyStop,
}: AccountSettings): SettingsFields => ({
  roleArn: roleArn ?? '',
  bucket: bucket ?? '',
  allow: ingest.allow,
  cidrs: ingest.allow === 'list' ? ingest.cidrs.join('\n') : '',
  safetyRoleArn: safetyRoleArn ?? '',
  withoutSafetyStop,
})

export interface ReadSettings {
  readonly settings: AccountSettings | null
  readonly complaints: Readonly<Partial<Record<keyof SettingsFields, string>>>
}

/** The fields as settings, or what is wrong with each of them. */
export function readSettings(fields: SettingsFields): ReadSettings {
  const cidrs = fields.cidrs.split(/[\s,]+/).filter((part) => part !== '')
  const parsed = AccountSettings.safeParse({
    roleArn: emptyToNull(fields.roleArn),
    bucket: emptyToNull(fields.bucket),
    ingest: fields.allow === 'list' ? { allow: 'list', cidrs } : { allow: fields.allow },
    safetyRoleArn: emptyToNull(fields.safetyRoleArn),
    withoutSafetyStop: fields.withoutSafetyStop,
  })
  const complaints: Partial<Record<keyof SettingsFields, string>> = {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    complaints[fieldOf(path[0])] ??= message
  }
  return { settings: parsed.data ?? null, complaints }
}

function fieldOf(member: PropertyKey | undefined): keyof SettingsFields {
  if (member === 'ingest') return 'cidrs'
  return member === 'bucket' || member === 'safetyRoleArn' ? member : 'roleArn'
}

const emptyToNull = (text: string): string | null => (text.trim() === '' ? null : text)
