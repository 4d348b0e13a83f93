import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  bundledScenario,
  bundledScenarios,
} from '../../../electron/simulator/scenario/bundledScenarios'
import { loadScenario } from '../../../electron/simulator/scenario/loadScenario'
import { startSimulator, type SimulatorOptions } from '../../../electron/simulator/simulator'
import { tempFolder } from '../../harness/tempFolder'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function start(options: SimulatorOptions) {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off', ...options })
  closers.push(() => simulator.close())
  return simulator
}
function folderInTest(): string {
  const folder = tempFolder()
  closers.push(() => folder.remove())
  return folder.path
}
type Running = Awaited<ReturnType<typeof start>>

async function post({ endpoint }: Running, path: string, body: object): Promise<unknown> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/medialive/aws4_request, SignedHeaders=host, Signature=0'
  const answer = await fetch(`${endpoint}${path}`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify(body),
  })
  expect(answer.ok).toBe(true)
  return answer.json()
}

/** Whether an input is made within a second, which takes AWS two at least. */
async function isQuick(simulator: Running): Promise<boolean> {
  const rules = { whitelistRules: [{ cidr: '127.0.0.1/32' }] }
  const made = await post(simulator, '/prod/inputSecurityGroups', rules)
  const { securityGroup } = made as { securityGroup: { id: string } }
  await post(simulator, '/prod/inputs', {
    name: 'host',
    type: 'RTMP_PUSH',
    inputSecurityGroups: [securityGroup.id],
    destinations: [{ streamName: 'live/host' }],
  })
  simulator.clock.advance(1_000)
  const { medialive } = simulator.world() as { medialive: { inputs: { state: string }[] } }
  return medialive.inputs.at(-1)?.state === 'DETACHED'
}

const mine = {
  name: 'mine',
  description: 'For this test.',
  assume: { 'stop-when-idle': 'accepted' as const },
  quotas: { 'medialive.channels': 1 },
  drills: [{ kind: 'throttle' as const, startInMs: 1_000, forMs: 1_000 }],
}

describe('the bundled scenarios', () => {
  it('are all the files there are, each under its own name', () => {
    const files = readdirSync(join(import.meta.dirname, '../../../resources/scenarios'))
    const names = bundledScenarios.map(({ name }) => `${name}.json`)
    expect(names.toSorted()).toEqual(files.toSorted())
  })
})

describe('a scenario', () => {
  it('is found by its name, and by its file', async () => {
    expect(await loadScenario('quiet-night')).toEqual(bundledScenario('quiet-night'))
    const file = join(folderInTest(), 'mine.json')
    writeFileSync(file, JSON.stringify(mine))
    expect(await loadScenario(file)).toEqual(mine)
  })

  it.each([
    ['no-such-one', /no bundled scenario and no readable file "no-such-one"/],
    ['not.json', /is not valid JSON/],
    ['strange.json', /Unrecognized key: "weather"/],
  ])('%s is refused in a sentence', async (name, sentence) => {
    const folder = folderInTest()
    writeFileSync(join(folder, 'not.json'), '{')
    writeFileSync(join(folder, 'strange.json'), JSON.stringify({ ...mine, weather: 'fair' }))
    const asked = name.endsWith('.json') ? join(folder, name) : name
    await expect(loadScenario(asked)).rejects.toThrow(sentence)
  })

  it('begins with the world, and what is asked for goes before', async () => {
    const simulator = await start({ scenario: mine, quotas: { 'medialive.channels': 3 } })
    expect(simulator.world()).toMatchObject({
      scenarios: [{ name: 'mine', drills: ['drill-1'] }],
      assumptions: { 'stop-when-idle': 'accepted' },
      quotas: { 'medialive.channels': 3 },
    })
    expect(simulator.drills.list()).toMatchObject([{ state: 'waiting' }])
    simulator.clock.advance(1_500)
    expect(simulator.drills.list()).toMatchObject([{ state: 'acting' }])
  })

  it('goes on in a world that is taken up again, and does not begin anew', async () => {
    const stateDir = folderInTest()
    const first = await start({ scenario: mine, stateDir })
    first.clock.advance(1_500)
    await first.close()
    const second = await start({ scenario: mine, stateDir })
    expect(second.drills.all()).toMatchObject([{ id: 'drill-1', state: 'acting' }])
    expect(second.world()).toMatchObject({ scenarios: [{ name: 'mine' }] })
    second.clock.advance(500)
    expect(second.drills.list()).toEqual([])
  })

  it('keeps how long AWS takes over a restart, and gives it back with a reset', async () => {
    const stateDir = folderInTest()
    const first = await start({ stateDir })
    expect(await isQuick(first)).toBe(false)
    await post(first, '/_simulator/scenario', { ...mine, drills: [], quotas: {}, timing: 'quick' })
    expect(await isQuick(first)).toBe(true)
    await first.close()
    const second = await start({ stateDir })
    expect(await isQuick(second)).toBe(true)
    await post(second, '/_simulator/reset', {})
    expect(await isQuick(second)).toBe(false)
    await second.close()
    const told = await start({ stateDir, timing: 'true-to-life' })
    expect(await isQuick(told)).toBe(false)
  })

  it('says itself how long AWS takes and which dice it throws', async () => {
    const chosen = { ...mine, drills: [], seed: 77, timing: 'quick' as const }
    const byScenario = await start({ scenario: chosen })
    const byOptions = await start({ seed: 77, timing: 'quick' })
    const arm = { kind: 'throttle', chance: 0.5 } as const
    const draws = (simulator: typeof byScenario) => {
      simulator.drills.arm(arm)
      return Array.from({ length: 20 }, () => {
        const throttled = () => new Error('drawn') as never
        const call = { scope: 'medialive', operation: 'ListChannels', accessKeyId: 'A', throttled }
        return simulator.drills.befall(call).fault !== undefined
      })
    }
    expect(draws(byScenario)).toEqual(draws(byOptions))
  })
})
