import { Agent, request } from 'node:http'
import { startSimulator, type Simulator } from '../../electron/simulator/simulator'
import { channelRequest } from '../conformance/medialive/channelRequest'

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIDBENCH/20260101/eu-west-1/medialive/aws4_request, SignedHeaders=host, Signature=00'
const inputsPerGroup = 50

/** An account with so many channels and five times as many inputs, asked over a connection of its own. */
export class CrowdedAccount {
  readonly channelIds: string[] = []
  readonly inputIds: string[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  #groupId = ''

  private constructor(
    readonly simulator: Simulator,
    readonly channels: number,
  ) {}

  static async open(channels: number): Promise<CrowdedAccount> {
    const quotas = {
      'medialive.channels': 100_000,
      'medialive.push-inputs': 100_000,
      'medialive.input-security-groups': 100_000,
    }
    const simulator = await startSimulator({ clock: 'manual', picture: 'off', quotas })
    const account = new CrowdedAccount(simulator, channels)
    await account.#fill()
    return account
  }

  /** A call that the throttle lets through: the clock moves on before each. Throws what is refused. */
  async call(method: string, path: string, body?: object): Promise<Answer['body']> {
    this.simulator.clock.advance(50)
    const answer = await this.#ask(method, path, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }

  /** Every page of a list. */
  async walk(path: string, member: string, maxResults: number): Promise<readonly string[][]> {
    const pages: string[][] = []
    for (let token: string | undefined = ''; token !== undefined;) {
      const next = token === '' ? '' : `&nextToken=${encodeURIComponent(token)}`
      const body = await this.call('GET', `${path}?maxResults=${maxResults}${next}`)
      pages.push((body[member] as { id: string }[]).map(({ id }) => id))
      token = body['nextToken'] as string | undefined
    }
    return pages
  }

  async makeInput(name: string): Promise<string> {
    const { input } = await this.call('POST', '/prod/inputs', {
      name,
      type: 'RTMP_PUSH',
      inputSecurityGroups: [this.#groupId],
      destinations: [{ streamName: `live/${name}` }],
      requestId: `input-${name}`,
    })
    return (input as { id: string }).id
  }

  async makeChannel(name: string, inputId: string): Promise<string> {
    const asked = channelRequest(inputId, { Name: name, RequestId: `channel-${name}` })
    const { channel } = await this.call('POST', '/prod/channels', onTheWire(asked) as object)
    return (channel as { id: string }).id
  }

  async close(): Promise<void> {
    this.#agent.destroy()
    await this.simulator.close()
  }

  /** Half of the channels run, every channel has an input, four in five inputs are free. */
  async #fill(): Promise<void> {
    for (let at = 0; at < this.channels * 5; at += 1) {
      if (at % inputsPerGroup === 0) await this.#makeGroup()
      this.inputIds.push(await this.makeInput(`input-${at}`))
    }
    this.simulator.clock.advance(60_000)
    for (let at = 0; at < this.channels; at += 1) {
      this.channelIds.push(await this.makeChannel(`channel-${at}`, this.inputIds[at] ?? ''))
    }
    this.simulator.clock.advance(60_000)
    const half = this.channelIds.slice(0, this.channels / 2)
    for (const id of half) await this.call('POST', `/prod/channels/${id}/start`)
    this.simulator.clock.advance(600_000)
  }

  async #makeGroup(): Promise<void> {
    const asked = { whitelistRules: [{ cidr: '127.0.0.1/32' }] }
    const { securityGroup } = await this.call('POST', '/prod/inputSecurityGroups', asked)
    this.#groupId = (securityGroup as { id: string }).id
  }

  #ask(method: string, path: string, body?: object): Promise<Answer> {
    const url = `${this.simulator.endpoint}${path}`
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, agent: this.#agent, headers: { authorization } })
      asked.once('error', reject)
      asked.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const parsed = (text === '' ? {} : JSON.parse(text)) as Answer['body']
          resolve({ status: response.statusCode ?? 0, body: parsed })
        })
      })
      asked.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
}

/** The SDK's names begin with a capital, the wire's do not. */
function onTheWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onTheWire)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      onTheWire(each),
    ]),
  )
}
