import { z } from 'zod'
import { WireError } from '../errors'

/** The name of the entry that needs no account. No profile of the AWS files can be called so. */
export const REHEARSAL = '@rehearsal'

export const ProfileKind = z.enum([
  'rehearsal',
  'static',
  'role',
  'process',
  'sso',
  'login',
  'unknown',
])
export type ProfileKind = z.infer<typeof ProfileKind>

/** One way to sign in, as listed. `trouble` says what to do where the profile cannot work. */
export const ProfileView = z.object({
  name: z.string(),
  kind: ProfileKind,
  region: z.string().nullable(),
  trouble: WireError.nullable(),
})
export type ProfileView = z.infer<typeof ProfileView>

/** Who we are at AWS; the account is shown masked (1111…3333). */
export const IdentityView = z.object({
  profile: z.string(),
  region: z.string(),
  maskedAccount: z.string(),
  role: z.string(),
  /** When the present credentials end; null for those that do not. */
  expiresAt: z.int().nullable(),
})
export type IdentityView = z.infer<typeof IdentityView>

export const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'A region looks like eu-west-1.')

const Cidr = z
  .string()
  .trim()
  .regex(/^(\d{1,3}\.){3}\d{1,3}\/(3[0-2]|[12]?\d)$/, 'An address range looks like 203.0.113.4/32.')
  .refine(
    (text) =>
      text
        .split(/[./]/)
        .slice(0, 4)
        .every((part) => Number(part) <= 255),
    {
      message: 'Each part of the address is 255 at most.',
    },
  )
  .refine((text) => !text.endsWith('/0'), {
    message: 'This lets everybody in. If that is meant, choose everybody instead of a list.',
  })

const RoleArn = z
  .string()
  .trim()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'A role looks like arn:aws:iam::111122223333:role/MediaLiveAccessRole.',
  )

/**
 * What a show needs of the account, per profile. Missing parts block going live, in plain words. What
 * was added later has a default: settings that were kept before are still settings.
 */
export const AccountSettings = z.object({
  roleArn: RoleArn.nullable(),
  bucket: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'A bucket name has lower-case letters, digits, dots and hyphens.',
    )
    .nullable(),
  /** Who may push to the ingest: this machine's public address, a list, or (by choice) everybody. */
  ingest: z.discriminatedUnion('allow', [
    z.object({ allow: z.literal('this-machine') }),
    z.object({
      allow: z.literal('list'),
      cidrs: z
        .array(Cidr)
        .min(1, 'Give at least one address range.')
        .max(10, 'MediaLive takes ten ranges at most.'),
    }),
    z.object({ allow: z.literal('everybody') }),
  ]),
  /** What EventBridge Scheduler stops a channel with, should this machine not be there to do it. */
  safetyRoleArn: RoleArn.nullable().default(null),
  /** The operator's word, remembered: shows may start though nothing would stop them. */
  withoutSafetyStop: z.boolean().default(false),
})
export type AccountSettings = z.infer<typeof AccountSettings>

/** Where we stand with AWS. */
export const AccountView = z.object({
  selected: z.object({ profile: z.string(), region: z.string() }),
  rehearsal: z.boolean(),
  state: z.enum(['signing-in', 'signed-in', 'trouble']),
  identity: IdentityView.nullable(),
  trouble: WireError.nullable(),
  settings: AccountSettings,
})
export type AccountView = z.infer<typeof AccountView>
