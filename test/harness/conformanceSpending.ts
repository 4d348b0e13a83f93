import type { Answer, Driver, DriverCall } from './conformanceDriver'
import { isMissing } from './conformanceDriver'
import { valueAt } from './conformanceInput'

const minuteMs = 60_000

/**
 * One HD input of 20 Mbit/s and two HD outputs on a single pipeline, the dearest that the flows run, in
 * micro-dollars a minute; a run is billed for ten minutes at least (MediaLive pricing page, us-east-1).
 */
const runMicrosPerMinute = 16_980
const shortestRunMinutes = 10

/** How long a channel may yet run once it has been decided to stop it. */
const stoppingMs = 3 * minuteMs

/** What else a call may cost at most, in micro-dollars. What is made: an hour of lying idle. */
const mostMicros: Readonly<Record<string, number>> = {
  'medialive.CreateChannel': 10_000,
  'medialive.CreateInput': 10_000,
  's3.PutObject': 5,
  's3.CopyObject': 5,
  's3.UploadPart': 5,
  's3.ListObjectsV2': 5,
  's3.ListObjects': 5,
  'cloudwatch.GetMetricData': 10,
}

/** Counts what calls and running channels may cost, and refuses calls that could pass the cap. */
export class Spending {
  #spent = 0
  /** Channel → when it was started. */
  readonly #running = new Map<string, number>()

  constructor(
    readonly capMicros: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** So far at most, in micro-dollars; what runs is taken to run until it could be stopped. */
  get micros(): number {
    return [...this.#running.values()].reduce(
      (sum, from) => sum + this.#runMicros(from),
      this.#spent,
    )
  }

  /** The same driver, that asks before each call: also the one that only looks, for time is money. */
  guard(driver: Driver): Driver {
    return this.#counted(driver, (call) => this.#admit(call))
  }

  /** The same driver, never refused: for taking away what was made. */
  watch(driver: Driver): Driver {
    return this.#counted(driver, () => {})
  }

  #counted(driver: Driver, admit: (call: DriverCall) => void): Driver {
    return {
      ...driver,
      call: async (call) => {
        admit(call)
        const started = this.#begin(call)
        this.#spent += fixedMicros(call)
        const answer = await driver.call(call)
        this.#learn(call, answer, started)
        return answer
      },
    }
  }

  #admit(call: DriverCall): void {
    const fresh = startedBy(call).filter((id) => !this.#running.has(id))
    const after = this.micros + fixedMicros(call) + fresh.length * this.#runMicros(this.now())
    if (after > this.capMicros) {
      throw new Error(
        `${call.service}.${call.operation} could take the cost to ${dollars(after)}, over the cap of ${dollars(this.capMicros)}`,
      )
    }
  }

  /** From before the call: an answer that is lost may have started it. */
  #begin(call: DriverCall): readonly string[] {
    const fresh = startedBy(call).filter((id) => !this.#running.has(id))
    for (const id of fresh) this.#running.set(id, this.now())
    return fresh
  }

  #learn(call: DriverCall, answer: Answer, started: readonly string[]): void {
    for (const id of started) if (isNotThere(id, answer)) this.#running.delete(id)
    const id = String(call.input['ChannelId'])
    const from = this.#running.get(id)
    if (from === undefined || !hasEnded(call, answer)) return
    this.#spent += this.#runMicros(from)
    this.#running.delete(id)
  }

  #runMicros(from: number): number {
    const minutes = Math.ceil((this.now() - from + stoppingMs) / minuteMs)
    return Math.max(shortestRunMinutes, minutes) * runMicrosPerMinute
  }
}

const fixedMicros = ({ service, operation }: DriverCall): number =>
  mostMicros[`${service}.${operation}`] ?? 0

function startedBy({ service, operation, input }: DriverCall): readonly string[] {
  if (service !== 'medialive') return []
  if (operation === 'StartChannel') return [String(input['ChannelId'])]
  const { ChannelIds } = input
  return operation === 'BatchStart' && Array.isArray(ChannelIds) ? ChannelIds.map(String) : []
}

/** Any other refusal may be that of a channel which runs. */
function isNotThere(id: string, answer: Answer): boolean {
  const failed = answer.kind === 'ok' ? valueAt('Failed', answer.output) : undefined
  const isFailed = Array.isArray(failed) && failed.some((each) => valueAt('Id', each) === id)
  return isFailed || isMissing(answer)
}

function hasEnded({ service, operation }: DriverCall, answer: Answer): boolean {
  if (service !== 'medialive' || operation !== 'DescribeChannel') return false
  const state = answer.kind === 'ok' ? valueAt('State', answer.output) : undefined
  return isMissing(answer) || ['IDLE', 'DELETING', 'DELETED'].includes(String(state))
}

export const dollars = (micros: number) => `$${(micros / 1e6).toFixed(4)}`

/** Calls that AWS had no time for are made again; each attempt is a call to what lies below. */
export function patient(driver: Driver, pass: () => Promise<void>, attempts = 5): Driver {
  return {
    ...driver,
    call: async (call) => {
      let answer = await driver.call(call)
      for (let attempt = 1; attempt < attempts && isBusy(answer); attempt++) {
        await pass()
        answer = await driver.call(call)
      }
      return answer
    },
  }
}

const isBusy = (answer: Answer): boolean =>
  answer.kind === 'refused' &&
  (/^(Throttl|TooManyRequests|RequestLimit|SlowDown|ServiceUnavailable|InternalServer|BadGateway|GatewayTimeout)/.test(
    answer.error,
  ) ||
    (answer.status ?? 0) >= 500)
