import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { tempFolder } from '../../harness/tempFolder'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator({ clock: 'manual', picture: 'off' })
})
afterEach(() => simulator.close())

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(simulator.endpoint + path, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text }
}
const json = async (path: string, init?: RequestInit) => {
  const { status, text } = await call(path, init)
  return { status, body: JSON.parse(text) as Record<string, unknown> }
}
const post = (path: string, body: unknown) =>
  json(path, { method: 'POST', body: JSON.stringify(body) })

/** fetch does not let one choose Host or Origin. */
async function statusWith(headers: Record<string, string>): Promise<number | undefined> {
  const sent = request(`${simulator.endpoint}/_simulator/health`, { headers }).end()
  const [response] = (await once(sent, 'response')) as [{ statusCode?: number; resume(): void }]
  response.resume()
  return response.statusCode
}

describe('the control surface', () => {
  it('says who answers', async () => {
    const { body } = await json('/_simulator/health')
    expect(body).toMatchObject({ ok: true, pid: process.pid, version: 1 })
  })

  it('lets others have their turn while the clock makes a long leap', async () => {
    const started = simulator.clock.now()
    const hour = 3_600_000
    const turns: number[] = []
    const note = () => void turns.push(simulator.clock.now())
    for (const at of [1, 5]) simulator.clock.at(started + at * hour, () => setImmediate(note))
    const { body } = await post('/_simulator/clock', { advanceMs: 6 * hour })
    expect(body).toEqual({ now: started + 6 * hour })
    expect(turns.map((time) => Math.floor((time - started) / hour))).toEqual([1, 5])
  })

  it('moves the clock, by whole milliseconds forward only', async () => {
    const before = simulator.clock.now()
    expect((await post('/_simulator/clock', { advanceMs: 3_600_000 })).body).toEqual({
      now: before + 3_600_000,
    })
    for (const advanceMs of [-1, 0.5, '1', null, 1e15]) {
      expect((await post('/_simulator/clock', { advanceMs })).status).toBe(400)
    }
    expect(simulator.clock.now()).toBe(before + 3_600_000)
  })

  it('arms, lists and clears drills, and refuses what is none', async () => {
    const armed = await post('/_simulator/drills', { kind: 'throttle', times: 1 })
    expect((await json('/_simulator/drills')).body['drills']).toMatchObject([armed.body])
    expect((await post('/_simulator/drills', { kind: 'earthquake' })).status).toBe(400)
    await json('/_simulator/drills', { method: 'DELETE' })
    expect((await json('/_simulator/drills')).body['drills']).toEqual([])
  })

  it('shows the world and an empty bill, and events since a number', async () => {
    const { body: world } = await json('/_simulator/world')
    expect(world).toMatchObject({
      account: '111122223333',
      medialive: { channels: [], inputs: [] },
    })
    expect((await json('/_simulator/bill')).body).toMatchObject({ currency: 'USD', totalMicros: 0 })
    await post('/_simulator/drills', { kind: 'throttle', times: 1 })
    const { body } = await json('/_simulator/events?since=0')
    expect(body['events']).toMatchObject([
      { seq: 1, kind: 'drill-armed' },
      { seq: 2, kind: 'drill-began' },
    ])
    expect((await json('/_simulator/events?since=2')).body['events']).toEqual([])
  })

  it('goes on numbering events after a reset and a restart', async () => {
    const { path: stateDir, remove } = tempFolder()
    const numbers = async ({ endpoint }: Simulator) => {
      const answer = await fetch(`${endpoint}/_simulator/events`)
      const { events } = (await answer.json()) as { events: { seq: number }[] }
      return events.map(({ seq }) => seq)
    }
    const before = await startSimulator({ clock: 'manual', picture: 'off', stateDir })
    before.drills.arm({ kind: 'throttle' })
    const seen = await numbers(before)
    await fetch(`${before.endpoint}/_simulator/reset`, { method: 'POST' })
    await before.close()
    const after = await startSimulator({ clock: 'manual', picture: 'off', stateDir })
    after.drills.arm({ kind: 'throttle' })
    expect(Math.min(...(await numbers(after)))).toBeGreaterThan(Math.max(...seen))
    await after.close()
    remove()
  })

  it('refuses a drill that no answer could carry, and one nested too deep to be kept', async () => {
    const fault = { kind: 'fault', status: 400 }
    for (const type of ['a\nb', 'Störung', 'Not Found', '']) {
      expect((await post('/_simulator/drills', { ...fault, type })).status).toBe(400)
    }
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const { status } = await call('/_simulator/drills', { method: 'POST', body: deep })
    expect(status).toBe(400)
  })

  it('says in a sentence what is wrong with a drill', async () => {
    const { status, body } = await post('/_simulator/drills', { kind: 'throttle', speed: 3 })
    expect([status, body['message']]).toEqual([400, '✖ Unrecognized key: "speed"'])
  })

  it('shows every open question with its answers, and takes another', async () => {
    const { body } = await json('/_simulator/assumptions')
    expect(body['assumptions']).toContainEqual({
      question: 'stop-when-idle',
      answers: ['conflict', 'accepted'],
      chosen: 'conflict',
    })
    await post('/_simulator/assumptions', { 'stop-when-idle': 'accepted' })
    const { body: world } = await json('/_simulator/world')
    expect(world['assumptions']).toMatchObject({ 'stop-when-idle': 'accepted' })
    for (const refused of [{ 'stop-when-idle': 'maybe' }, { 'is-it-friday': 'yes' }])
      expect((await post('/_simulator/assumptions', refused)).status).toBe(400)
  })

  it('grants other quotas, and those only that there are', async () => {
    await post('/_simulator/quotas', { 'medialive.channels': 50 })
    const { body } = await json('/_simulator/quotas')
    expect(body).toMatchObject({
      quotas: { 'medialive.channels': 50, 'medialive.push-inputs': 5 },
      usual: { 'medialive.channels': 5 },
    })
    expect((await post('/_simulator/quotas', { 'medialive.moons': 1 })).status).toBe(400)
  })

  it('begins a scenario by its name, or as data', async () => {
    const { body: listed } = await json('/_simulator/scenarios')
    expect(listed['scenarios']).toContainEqual({
      name: 'pipeline-loss',
      description: expect.any(String) as string,
    })
    const { body: begun } = await post('/_simulator/scenario', { name: 'pipeline-loss' })
    expect(begun['drills']).toMatchObject([{ id: 'drill-1', state: 'waiting' }, { id: 'drill-2' }])
    const own = { name: 'mine', description: 'One drill.', drills: [{ kind: 'throttle' }] }
    await post('/_simulator/scenario', own)
    const { body: world } = await json('/_simulator/world')
    expect(world['scenarios']).toMatchObject([{ name: 'pipeline-loss' }, { name: 'mine' }])
    expect((await post('/_simulator/scenario', { name: 'mine' })).status).toBe(404)
    expect((await post('/_simulator/scenario', { ...own, weather: 'fair' })).status).toBe(400)
  })

  it('lets nobody watch a channel that is not there', async () => {
    const channelArn = 'arn:aws:ivs:eu-west-1:111122223333:channel/none'
    expect((await post('/_simulator/viewers', { channelArn, count: 3 })).status).toBe(404)
  })

  it('resets', async () => {
    await post('/_simulator/drills', { kind: 'throttle' })
    await post('/_simulator/quotas', { 'medialive.channels': 50 })
    await post('/_simulator/reset', {})
    expect((await json('/_simulator/drills')).body['drills']).toEqual([])
    expect((await json('/_simulator/quotas')).body['quotas']).toMatchObject({
      'medialive.channels': 5,
    })
  })

  it('answers nobody who came by another host name or from a page', async () => {
    expect(await statusWith({ host: 'rebound.example.com' })).toBe(403)
    expect(await statusWith({ origin: 'https://example.com' })).toBe(403)
    expect(await statusWith({ host: 'localhost:80' })).toBe(200)
  })

  it('knows no other path', async () => {
    expect((await json('/_simulator/else')).status).toBe(404)
    expect((await post('/_simulator/clock', undefined)).status).toBe(400)
  })
})

describe('the AWS surface', () => {
  it('refuses an unsigned call as AWS does', async () => {
    const { status, headers, text } = await call('/prod/channels')
    expect(status).toBe(403)
    expect(headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
    expect(JSON.parse(text)).toEqual({ message: 'Missing Authentication Token' })
  })

  it('tells the caller its address without a signature', async () => {
    expect((await call('/checkip')).text).toBe('127.0.0.1\n')
  })

  it('dates its answers by its own clock and numbers them', async () => {
    const headers = { authorization: authorization('medialive') }
    const first = await call('/prod/channels', { headers })
    const second = await call('/prod/channels', { headers })
    expect(first.headers.get('date')).toBe(new Date(simulator.clock.now()).toUTCString())
    expect(first.headers.get('x-amzn-requestid')).not.toBe(second.headers.get('x-amzn-requestid'))
  })

  it.each([
    ['an operation it lacks', 'medialive', '/prod/multiplexes'],
    ['a service it lacks', 'mediaconnect', '/v1/flows'],
  ])('answers 501 in plain words to %s', async (_, service, path) => {
    const { status, text } = await call(path, {
      headers: { authorization: authorization(service) },
    })
    expect(status).toBe(501)
    expect(text).toContain('is not simulated')
  })

  it('says so to each client in the protocol it speaks', async () => {
    const send = (service: string, headers: Record<string, string>, body: string) =>
      call('/', {
        method: 'POST',
        headers: { authorization: authorization(service), ...headers },
        body,
      })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const iam = await send('iam', form, 'Action=GetUser&Version=2010-05-08')
    expect(iam.status).toBe(501)
    expect(iam.text).toMatch(/<Error><Type>Receiver<\/Type><Code>NotImplemented<\/Code><Message>/)
    const target = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' }
    const logs = await send(
      'logs',
      { ...target, 'content-type': 'application/x-amz-json-1.1' },
      '{}',
    )
    expect([logs.status, logs.headers.get('content-type')]).toEqual([
      501,
      'application/x-amz-json-1.1',
    ])
    expect(JSON.parse(logs.text)).toMatchObject({ __type: 'NotImplemented' })
  })

  it('refuses a path that is not validly percent-encoded', async () => {
    const headers = { authorization: authorization('medialive') }
    const { status } = await call('/prod/channels/%E0%A4%A', { headers })
    expect(status).toBe(400)
  })

  it('answers HEAD without a body', async () => {
    const headers = { authorization: authorization('medialive') }
    const { status, text } = await call('/prod/channels', { method: 'HEAD', headers })
    expect([status >= 400, text]).toEqual([true, ''])
  })

  it('refuses a body that is not JSON, and one that is too large', async () => {
    const headers = { authorization: authorization('medialive') }
    const send = (body: string) => call('/prod/channels', { method: 'POST', headers, body })
    const broken = await send('{"name":')
    expect([broken.status, broken.headers.get('x-amzn-errortype')]).toEqual([
      400,
      'SerializationException',
    ])
    for (const size of [1_100_000, 20_000_000]) {
      expect((await send(' '.repeat(size))).status).toBe(413)
    }
  })
})

describe('a taken port', () => {
  const portOf = (url: string) => Number(new URL(url).port)

  it('is said by its code, for HTTP and for RTMP', async () => {
    const real = await startSimulator({ timing: 'quick' })
    const taken = { code: 'EADDRINUSE' }
    const http = { port: portOf(real.endpoint), picture: 'off' } as const
    await expect(startSimulator(http)).rejects.toMatchObject(taken)
    await expect(startSimulator({ rtmpPort: portOf(real.rtmp) })).rejects.toMatchObject(taken)
    await real.close()
  })
})

describe('a simulator nobody uses', () => {
  it('ends by itself', async () => {
    const abandoned = await startSimulator({ clock: 'manual', picture: 'off', idleExitMs: 50 })
    await abandoned.closed
    await expect(fetch(`${abandoned.endpoint}/_simulator/health`)).rejects.toThrow('fetch failed')
  })
})
