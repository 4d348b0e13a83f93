import { spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { openLogFile } from '../../../electron/app/logFile'
import { ivsKeyRef } from '../../../electron/core/ports'
import { createGate } from '../../../electron/shells/contract/gate'
import { startSimulator } from '../../../electron/simulator/simulator'
import { contracts } from '../../../src/shared/contract/console'
import {
  ivs,
  live,
  plan,
  prepared,
  signedIn,
  stopped,
  taken,
  wrapped,
  youtube,
} from '../../harness/operator'
import { startLifeOn } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

const KEY = 'canary-key-8d1f0b7c42e9'
const SECRET = 'canary/secret/5a6b7c8d9e0f1a2b3c4d5e6f7a8b'
const SPEED = 100

const closers: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** Every address that a socket of this process was led to, and every name that was looked up. */
function watchNetwork() {
  const reached = new Set<string>()
  const asked = new Set<string>()
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket }
    socket.once('connect', () => reached.add(socket.remoteAddress ?? 'nowhere'))
    socket.once('connectionAttempt', (ip: string) => reached.add(ip))
    socket.once('lookup', (_error, address: string, _family, host: string) => {
      asked.add(host)
      reached.add(address)
    })
  }
  subscribe('net.client.socket', onSocket)
  const lookups = [vi.spyOn(dns, 'lookup'), vi.spyOn(dns.promises, 'lookup')]
  closers.push(() => {
    unsubscribe('net.client.socket', onSocket)
    for (const lookup of lookups) lookup.mockRestore()
  })
  return {
    reached,
    asked: () => [...asked, ...lookups.flatMap(({ mock }) => mock.calls.map(([host]) => host))],
  }
}

/** Everything that is written to the terminal from here on. */
function watchTerminal() {
  const written: string[] = []
  const keep = (chunk: unknown) => {
    written.push(String(chunk))
    return true
  }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void keep(words.join(' '))),
    ),
  ]
  closers.push(() => spies.forEach((spy) => spy.mockRestore()))
  return written
}

function plantedFiles(folder: string): void {
  const home = join(folder, 'aws')
  mkdirSync(home)
  const profile = `[canary]\naws_access_key_id = CANARY1111111111\naws_secret_access_key = ${SECRET}\n`
  writeFileSync(join(home, 'credentials'), profile)
  writeFileSync(join(home, 'config'), '[profile canary]\nregion = eu-west-1\n')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'))
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
  closers.push(() => void vi.unstubAllEnvs())
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

/** As bytes, and in the disguises a program might put them in. */
const disguised = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
]

describe('secrets and the network during a whole rehearsal', () => {
  it('no key and no credential is written, told, or shown, and no byte leaves this machine', async () => {
    const network = watchNetwork()
    const terminal = watchTerminal()
    const scratch = tempFolder()
    closers.push(() => scratch.remove())
    plantedFiles(scratch.path)
    const folder = join(scratch.path, 'data')
    const simulator = await startSimulator({ speed: SPEED })
    closers.push(() => simulator.close())
    const vault = memoryVault(null)
    const life = await startLifeOn(
      { simulator, clock: systemClock, vault },
      { folder, speed: SPEED, log: openLogFile(folder, () => Date.now()) },
    )
    closers.push(() => life.close())
    const told: string[] = []
    const gate = createGate({ handlers: life.handlers, log: openLogFile(folder, () => Date.now()) })
    for (const [subject, contract] of Object.entries(contracts))
      for (const [name, { kind }] of Object.entries(contract))
        if (kind === 'feed')
          closers.push(
            gate.listen({ channel: `${subject}.${name}`, trusted: true }, (event) => {
              told.push(JSON.stringify(event))
            }),
          )
    const ask = async (channel: string, input?: unknown) => {
      const reply = await gate.call({ channel, input, trusted: true })
      told.push(inspect(reply, { depth: 20 }))
      return reply
    }

    // As a real account first: whatever the planted profile signs goes to the simulator.
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
    await ask('account.profiles')
    await ask('account.select', { profile: 'canary', region: null })
    await signedIn(life)
    expect(life.account()?.identity?.profile).toBe('canary')
    simulator.drills.arm({ kind: 'expire-credentials', times: 5 })
    await ask('account.tryAgain')
    simulator.drills.clear()
    await ask('account.select', { profile: '@rehearsal', region: null })
    const showId = await plan(life)
    const keyOf = { showId, destinationId: youtube }
    expect(await ask('shows.setKey', { ...keyOf, key: KEY })).toMatchObject({ ok: true })
    await ask('shows.setKey', { ...keyOf, key: `${KEY}\nbroken` })
    await ask('shows.copyKey', keyOf)
    await ask('shows.preflight', { showId })
    simulator.drills.arm({
      kind: 'fault',
      operation: 'CreateChannel',
      status: 409,
      type: 'ConflictException',
      times: 1,
      message: `Stream key ${KEY} is in use`,
    })
    const sessionId = await prepared(life, showId)
    await live(life, sessionId)
    await life.until('the ingest is known', () => life.session(sessionId)?.ingest ?? undefined)
    await ask('sessions.testCard', { sessionId, on: true })
    await life.until('it is received', () => life.session(sessionId)?.tally === 'rehearsal')
    simulator.drills.arm({
      kind: 'refuse-key',
      destination: 'rtmp://a.rtmp.example.com/live2',
      times: 1,
    })
    await life.pass(1_000)
    // Made during the show: the key that IVS gave out, and the name that opens the ingest.
    const ivsKey = (await vault.get(ivsKeyRef(sessionId, ivs))) ?? ''
    const { name: ingestName } = await life.handlers.sessions.revealIngestName({ sessionId })
    const secrets = [KEY, SECRET, ivsKey, ingestName]
    expect(secrets.every(({ length }) => length > 15)).toBe(true)
    const processes = spawnSync('ps', ['axeww', '-o', 'args'], { encoding: 'utf8' }).stdout
    await taken(life, sessionId, 1_000)
    await ask('sessions.testCard', { sessionId, on: false })
    await stopped(life, sessionId)
    await wrapped(life, sessionId)
    await life.close()

    const disguises = secrets.flatMap(disguised)
    const tells = (text: string) => disguises.filter((one) => text.includes(one))
    expect(told.length).toBeGreaterThan(20)
    expect(tells(told.join('\n')), 'told to a window').toEqual([])
    expect(tells(terminal.join('\n')), 'written to the terminal').toEqual([])
    const ours = processes.split('\n').filter((line) => line.includes('tallylight'))
    expect(tells(ours.join('\n')), 'in the argument list of a process').toEqual([])
    const files = filesBelow(folder)
    expect(files.map((path) => path.split('/').at(-1))).toContain('tallylight.db')
    const telling = files.filter((path) => tells(readFileSync(path).toString('latin1')).length > 0)
    expect(telling, 'files that hold a secret').toEqual([])
    expect([...network.reached].filter((address) => !isLoopback(address))).toEqual([])
    expect(network.reached.size).toBeGreaterThan(0)
    expect(network.asked().filter((host) => !isLoopback(host) && host !== 'localhost')).toEqual([])
  })
})

const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address)
