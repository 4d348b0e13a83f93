import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listProfiles } from '../../../electron/adapters/credentials/profiles'

const now = Date.parse('2026-11-20T12:00:00Z')

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tallylight-aws-'))
  mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true })
  vi.stubEnv('HOME', home)
  vi.stubEnv('AWS_CONFIG_FILE', undefined)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

const write = (file: 'config' | 'credentials', text: string) =>
  writeFileSync(join(home, '.aws', file), text)
const cacheToken = (id: string, token: object) => {
  const name = `${createHash('sha1').update(id).digest('hex')}.json`
  writeFileSync(join(home, '.aws', 'sso', 'cache', name), JSON.stringify(token))
}
const troubleWith = async (profile: string) =>
  (await listProfiles(now)).profiles.find(({ name }) => name === profile)?.trouble

describe('the list of profiles', () => {
  it('has every kind of both files, with its region', async () => {
    write(
      'config',
      `[default]
region = eu-west-1
[profile assumed]
role_arn = arn:aws:iam::111122223333:role/Operator
source_profile = default
[profile program]
credential_process = /bin/true
[profile web]
role_arn = arn:aws:iam::111122223333:role/Web
web_identity_token_file = /tmp/token
[profile signon]
sso_session = studio
sso_account_id = 111122223333
sso_role_name = Producer
[profile console]
login_session = arn:aws:iam::111122223333:user/somebody
[profile empty]
output = json
[sso-session studio]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[services local]
s3 =
  endpoint_url = http://127.0.0.1:9000
`,
    )
    write('credentials', '[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n')
    const { profiles, troubles } = await listProfiles(now)
    expect(troubles).toEqual([])
    expect(profiles.map(({ name, kind, region }) => [name, kind, region])).toEqual([
      ['default', 'static', 'eu-west-1'],
      ['assumed', 'role', null],
      ['console', 'login', null],
      ['empty', 'unknown', null],
      ['program', 'process', null],
      ['signon', 'sso', null],
      ['web', 'role', null],
    ])
    const troubled = profiles.filter(({ trouble }) => trouble).map(({ name }) => name)
    expect(troubled).toEqual(['empty', 'signon'])
  })

  it('is empty where neither file exists', async () => {
    expect(await listProfiles(now)).toEqual({ profiles: [], troubles: [] })
  })

  it('reads the files that the environment names', async () => {
    const elsewhere = join(home, 'elsewhere')
    writeFileSync(elsewhere, '[profile moved]\naws_access_key_id=a\naws_secret_access_key=b\n')
    vi.stubEnv('AWS_CONFIG_FILE', elsewhere)
    expect((await listProfiles(now)).profiles.map(({ name }) => name)).toEqual(['moved'])
  })

  it('shows an edit at once', async () => {
    write('credentials', '[one]\naws_access_key_id=a\naws_secret_access_key=b\n')
    await listProfiles(now)
    write('credentials', '[two]\naws_access_key_id=a\naws_secret_access_key=b\n')
    expect((await listProfiles(now)).profiles.map(({ name }) => name)).toEqual(['two'])
  })

  it('holds no secret of the files', async () => {
    write('credentials', '[one]\naws_access_key_id=CANARYID\naws_secret_access_key=CANARYSECRET\n')
    expect(JSON.stringify(await listProfiles(now))).not.toContain('CANARY')
  })

  it.each([
    ['[one\naws_access_key_id=a\n', 1, 'not closed'],
    ['key = value\n[one]\n', 1, 'before the first section'],
    ['# fine\n[one]\nwhat is this\n', 3, 'neither a section nor a setting'],
    ['[profile one]\naws_access_key_id=a\n', 1, '[one]'],
    ['[my profile]\n', 1, 'space'],
    ['[__proto__]\n', 1, 'cannot have that name'],
    ['\u0000[\u0000o\u0000', 1, 'UTF-8'],
  ])('names the line of a mistake in the credentials file: %j', async (text, line, why) => {
    write('credentials', text)
    write('config', '[profile fine]\naws_access_key_id=a\naws_secret_access_key=b\n')
    const { profiles, troubles } = await listProfiles(now)
    expect(troubles).toHaveLength(1)
    expect(troubles[0]?.code).toBe('aws-file.broken')
    expect(troubles[0]?.what).toContain('~/.aws/credentials')
    expect(troubles[0]?.what).toContain(`line ${line}`)
    expect(troubles[0]?.why).toContain(why)
    expect(profiles.map(({ name }) => name)).toContain('fine')
  })

  it('says that the word profile is missing in the config file', async () => {
    write('config', '[default]\nregion = eu-west-1\n[one]\nregion = eu-west-1\n')
    const { troubles } = await listProfiles(now)
    expect(troubles[0]).toMatchObject({ why: 'In this file a profile is written [profile one].' })
  })

  it('lists the other file where one cannot be read', async () => {
    mkdirSync(join(home, '.aws', 'config'))
    write('credentials', '[fine]\naws_access_key_id=a\naws_secret_access_key=b\n')
    const { profiles, troubles } = await listProfiles(now)
    expect(troubles[0]).toMatchObject({
      code: 'aws-file.unreadable',
      why: 'It is a folder, not a file.',
    })
    expect(profiles.map(({ name }) => name)).toEqual(['fine'])
  })

  it.skipIf(process.getuid?.() === 0)('says so where this user may not read a file', async () => {
    write('credentials', '[fine]\n')
    chmodSync(join(home, '.aws', 'credentials'), 0)
    expect((await listProfiles(now)).troubles[0]).toMatchObject({
      why: 'This user may not read it.',
    })
  })
})

describe('the trouble of a profile', () => {
  const role = (name: string, source: string, more = '') =>
    `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = ${source}\n${more}`

  it('is a source that does not exist, wherever in the chain', async () => {
    write('config', role('a', 'b') + role('b', 'gone'))
    expect(await troubleWith('a')).toMatchObject({ code: 'profile.source-missing' })
    expect((await troubleWith('a'))?.what).toContain('b builds on gone')
  })

  it('is a circle, with its members', async () => {
    write('config', role('a', 'b') + role('b', 'c') + role('c', 'b'))
    expect((await troubleWith('a'))?.why).toContain('b → c → b')
  })

  it('is none for a role that names itself as source and has keys', async () => {
    write('config', role('self', 'self', 'aws_access_key_id=a\naws_secret_access_key=b\n'))
    expect(await troubleWith('self')).toBeNull()
  })

  it('is an MFA code that nobody can enter', async () => {
    const keys = '[profile k]\naws_access_key_id=a\naws_secret_access_key=b\n'
    write('config', role('a', 'k', 'mfa_serial = arn:aws:iam::111122223333:mfa/x\n') + keys)
    expect(await troubleWith('a')).toMatchObject({ code: 'profile.mfa', fate: 'wait' })
  })

  it.each([
    ['role_arn = arn:aws:iam::111122223333:role/R', 'lacks source_profile'],
    ['aws_access_key_id = a', 'lacks aws_secret_access_key'],
    ['output = json', 'no way to sign in'],
  ])('says what is missing beside %s', async (setting, what) => {
    write('config', `[profile half]\n${setting}\n`)
    expect((await troubleWith('half'))?.what).toContain(what)
  })

  describe('with single sign-on', () => {
    const session = `[sso-session studio]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n`
    const profile = `[profile p]\nsso_session = studio\nsso_account_id = 111122223333\nsso_role_name = R\n`
    const expiresAt = (ms: number) => new Date(now + ms).toISOString()

    it('is nobody signed in, and how to sign in', async () => {
      write('config', profile + session)
      expect(await troubleWith('p')).toMatchObject({ code: 'profile.sso-signed-out' })
      expect((await troubleWith('p'))?.todo).toContain('aws sso login --profile p')
    })

    it('is none with a token', async () => {
      write('config', profile + session)
      cacheToken('studio', { accessToken: 'CANARY', expiresAt: expiresAt(60_000) })
      expect(await troubleWith('p')).toBeNull()
    })

    it('is an expired token, unless it renews itself', async () => {
      write('config', profile + session)
      cacheToken('studio', { accessToken: 'x', expiresAt: expiresAt(-1) })
      expect(await troubleWith('p')).toMatchObject({ code: 'profile.sso-expired' })
      const renewable = { refreshToken: 'r', clientId: 'c', clientSecret: 's' }
      cacheToken('studio', { accessToken: 'x', expiresAt: expiresAt(-1), ...renewable })
      expect(await troubleWith('p')).toBeNull()
    })

    it('is a half written token', async () => {
      write('config', profile + session)
      const name = `${createHash('sha1').update('studio').digest('hex')}.json`
      writeFileSync(join(home, '.aws', 'sso', 'cache', name), '{"accessTok')
      expect(await troubleWith('p')).toMatchObject({ code: 'profile.sso-signed-out' })
    })

    it('is looked up by start URL in older profiles', async () => {
      const url = 'https://old.awsapps.com/start'
      write(
        'config',
        `[profile p]\nsso_start_url = ${url}\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n`,
      )
      cacheToken(url, { accessToken: 'x', expiresAt: expiresAt(60_000) })
      expect(await troubleWith('p')).toBeNull()
    })

    it('is a session that does not exist, or a setting that is missing', async () => {
      write('config', profile)
      expect(await troubleWith('p')).toMatchObject({ code: 'profile.sso-session-missing' })
      write('config', session + profile.replace(/sso_role_name.*\n/, ''))
      expect((await troubleWith('p'))?.what).toContain('lacks sso_role_name')
    })

    it('is said of the source where a role builds on it', async () => {
      write('config', role('a', 'p') + profile + session)
      expect((await troubleWith('a'))?.todo).toContain('--profile p')
    })
  })
})
