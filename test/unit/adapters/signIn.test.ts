import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AwsCredentials } from '../../../electron/adapters/aws/clients'
import { loadCredentials } from '../../../electron/adapters/credentials/loadCredentials'
import { SignIn } from '../../../electron/adapters/credentials/signIn'
import { systemClock } from '../../../electron/adapters/system/clock'
import { hasCode } from '../../../src/shared/errors'

const start = Date.parse('2026-11-20T12:00:00Z')
const hour = 3_600_000

/** A clock that stands, and whose sleepers wake only when aborted or told. */
function standingClock() {
  const waking: (() => void)[] = []
  const clock = {
    at: start,
    now: () => clock.at,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        waking.push(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    wakeAll: () => waking.splice(0).forEach((wake) => wake()),
  }
  return clock
}

const until = (expiresAt: number): AwsCredentials => ({
  accessKeyId: `until-${expiresAt}`,
  secretAccessKey: 'x',
  expiration: new Date(expiresAt),
})

describe('the sign-in', () => {
  const clock = standingClock()
  beforeEach(() => void (clock.at = start))
  const signIn = (load: () => Promise<AwsCredentials>) =>
    new SignIn({ profile: 'p', region: 'eu-west-1', clock, load })

  it('fetches once for however many ask at the same time', async () => {
    const load = vi.fn(() => Promise.resolve(until(start + hour)))
    const { credentials } = signIn(load)
    const all = await Promise.all([credentials(), credentials(), credentials()])
    expect(load).toHaveBeenCalledTimes(1)
    expect(new Set(all).size).toBe(1)
  })

  it('renews five minutes before the end', async () => {
    const load = vi.fn(() => Promise.resolve(until(clock.at + hour)))
    const { credentials } = signIn(load)
    await credentials()
    clock.at = start + hour - 5 * 60_000 - 1
    await credentials()
    expect(load).toHaveBeenCalledTimes(1)
    clock.at += 1
    await credentials()
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('keeps working credentials while they cannot be renewed, and says so when they have ended', async () => {
    const load = vi.fn(() => Promise.resolve(until(start + hour)))
    const { credentials } = signIn(load)
    await credentials()
    load.mockRejectedValue(new Error('no network'))
    clock.at = start + hour - 60_000
    await expect(credentials()).resolves.toMatchObject({ accessKeyId: `until-${start + hour}` })
    await credentials()
    expect(load).toHaveBeenCalledTimes(2)
    clock.at = start + hour
    await expect(credentials()).rejects.toThrow('no network')
  })

  it('reads anew after being told to forget, even while a fetch is under way', async () => {
    const slow = Promise.withResolvers<AwsCredentials>()
    const load = vi.fn(() => slow.promise)
    const session = signIn(load)
    const old = session.credentials()
    session.forget()
    load.mockResolvedValue(until(start + 2 * hour))
    await session.credentials()
    slow.resolve(until(start + hour))
    await old
    expect(session.expiresAt()).toBe(start + 2 * hour)
  })

  it('gives up on who never answers, in words', async () => {
    const { credentials } = signIn(() => new Promise(() => {}))
    const asked = credentials()
    clock.wakeAll()
    const thrown = await asked.catch((error: unknown) => error)
    expect(hasCode(thrown, 'profile.timed-out')).toBe(true)
  })
})

describe('the credentials of a profile', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tallylight-aws-'))
    vi.stubEnv('HOME', home)
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true, force: true })
  })

  const config = (text: string) => writeFileSync(join(home, 'config'), text)
  const load = (signal = new AbortController().signal) =>
    loadCredentials({ profile: 'p', region: 'eu-west-1', now: () => start, signal })
  const refusal = () =>
    load().then(
      () => expect.unreachable('it was accepted'),
      (thrown: unknown) => thrown,
    )
  const program = (script: string) => {
    writeFileSync(join(home, 'program.sh'), script)
    config(`[profile p]\ncredential_process = sh "${join(home, 'program.sh')}"\n`)
  }

  it('are those of the file, anew each time', async () => {
    config('[profile p]\naws_access_key_id = one\naws_secret_access_key = x\n')
    expect(await load()).toMatchObject({ accessKeyId: 'one' })
    config('[profile p]\naws_access_key_id = two\naws_secret_access_key = x\n')
    expect(await load()).toMatchObject({ accessKeyId: 'two' })
  })

  it('are those that its program prints', async () => {
    program(
      `echo '{"Version":1,"AccessKeyId":"id","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-20T13:00:00Z"}'`,
    )
    expect(await load()).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: new Date(start + hour),
    })
  })

  it.each([
    ['fails', 'echo CANARY; echo CANARY >&2; exit 3', 'code 3'],
    ['prints something else', 'echo CANARY', 'form of version 1'],
    [
      'prints what has expired',
      `echo '{"Version":1,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY","Expiration":"2026-11-20T11:00:00Z"}'`,
      'expired',
    ],
  ])(
    'are refused in words, without what was printed, where its program %s',
    async (_, script, why) => {
      program(script)
      const thrown = await refusal()
      expect(hasCode(thrown, 'profile.process-failed')).toBe(true)
      expect(String(thrown)).toContain(why)
      expect(inspect(thrown, { depth: 10, showHidden: true })).not.toContain('CANARY')
    },
  )

  it('are not waited for when its program hangs, which is killed with all it started', async () => {
    const pidFile = join(home, 'pid')
    program(`sh -c 'echo $$ > "${pidFile}"; exec sleep 600'\n`)
    const stop = new AbortController()
    const asked = load(stop.signal)
    const pid = await vi.waitFor(async () => {
      const written = Number(await readFile(pidFile, 'utf8'))
      if (!written) throw new Error('not yet')
      return written
    }, 10_000)
    stop.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 10_000)
  })

  it('are refused in words for a profile that is not there', async () => {
    config('')
    expect(hasCode(await refusal(), 'profile.missing')).toBe(true)
  })

  it('have no end where the file names none', async () => {
    config('[profile p]\naws_access_key_id = one\naws_secret_access_key = x\n')
    const session = new SignIn({ profile: 'p', region: 'eu-west-1', clock: systemClock })
    expect(await session.credentials()).toMatchObject({ accessKeyId: 'one' })
    expect(session.expiresAt()).toBeNull()
  })
})
