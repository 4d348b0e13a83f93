import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCloud } from '../../../electron/adapters/aws/cloud'
import { SignIn } from '../../../electron/adapters/credentials/signIn'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'

const region = 'eu-west-1'
let home = ''
let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator({ clock: 'manual', picture: 'off' })
  home = mkdtempSync(join(tmpdir(), 'tallylight-aws-'))
  vi.stubEnv('HOME', home)
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'))
  vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
  await simulator.close()
})

const config = (text: string) => writeFileSync(join(home, 'config'), text)
const keys = 'aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = CANARYSECRET\n'
const role = `[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = k\n[profile k]\n${keys}`

function account() {
  const signIn = new SignIn({ profile: 'p', region, clock: systemClock })
  const cloud = openCloud({
    profile: 'p',
    region,
    rehearsal: false,
    credentials: signIn.credentials,
    vault: memoryVault(null),
    clock: systemClock,
  })
  return { signIn, cloud }
}

/** An STS that gives out a role's credentials, or refuses: the simulator has no AssumeRole. */
async function withTokenService<T>(
  answer: { readonly status: number; readonly body: string },
  work: () => Promise<T>,
): Promise<T> {
  const server = createServer((_, response) => response.writeHead(answer.status).end(answer.body))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
  try {
    return await work()
  } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

const refusal = (code: string, message: string) => ({
  status: code === 'ValidationError' ? 400 : 403,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
})

describe('signing in', () => {
  it('finds out who we are, and goes on with mended keys after an expired sign-in', async () => {
    config(`[profile p]\n${keys}`)
    const { signIn, cloud } = account()
    expect(await cloud.identity()).toEqual({ account: '111122223333', role: 'Rehearsal' })
    simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'AKIDEXAMPLE' })
    await expect(cloud.mediaLive.listChannels()).rejects.toMatchObject({
      wire: { code: 'credentials.expired', fate: 'wait', what: expect.stringContaining(' p ') },
    })
    config(`[profile p]\n${keys.replace('AKIDEXAMPLE', 'AKIDOTHER')}`)
    signIn.forget()
    expect((await cloud.mediaLive.listChannels()).items).toEqual([])
    cloud.close()
  })

  it('says what is wrong with the profile to whoever calls AWS with it', async () => {
    config('[profile p]\nregion = eu-west-1\n')
    const { cloud } = account()
    await expect(cloud.ivs.listChannels()).rejects.toMatchObject({
      wire: { code: 'profile.unknown-kind', fate: 'wait' },
    })
    cloud.close()
  })

  it('takes on a role, and knows when that ends', async () => {
    config(role)
    const body = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>`
    const signIn = new SignIn({ profile: 'p', region, clock: systemClock })
    const credentials = await withTokenService({ status: 200, body }, signIn.credentials)
    expect(credentials).toMatchObject({ accessKeyId: 'ASIAROLE', sessionToken: 't' })
    expect(signIn.expiresAt()).toBe(Date.parse('2099-01-01T00:00:00Z'))
  })

  it.each([
    ['AccessDenied', 'not authorized to perform: sts:AssumeRole', 'access.denied'],
    ['ExpiredToken', 'The security token is expired', 'credentials.expired'],
    ['InvalidClientTokenId', 'The security token is invalid', 'credentials.refused'],
    ['ValidationError', 'CANARY is not valid', 'profile.failed'],
  ])('waits for the operator where a role is refused with %s', async (name, message, code) => {
    config(role)
    const { credentials } = new SignIn({ profile: 'p', region, clock: systemClock })
    await withTokenService(refusal(name, message), async () => {
      await expect(credentials()).rejects.toMatchObject({ wire: { code, fate: 'wait' } })
    })
  })
})
