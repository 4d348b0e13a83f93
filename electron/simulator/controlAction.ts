import type { BillReport } from './bill/report'
import { AwsFault } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import type { ControlRequest } from './kit/http'
import { parsedJson } from './kit/json'
import type { EncoderDesk } from './medialive/picturePort'
import type { ScenarioDesk } from './scenario/scenarioDesk'

/** What the control surface does to the simulator as a whole. */
export interface ControlParts {
  readonly context: SimulatorContext
  readonly scenarios: ScenarioDesk
  readonly encoders: EncoderDesk | undefined
  /** Throws an `AwsFault` where there is no such channel. */
  setViewers(channelArn: string, count: number): void
  world(): unknown
  bill(): BillReport
  reset(): Promise<void>
}

/** What is answered to one method and path, as JSON. */
export type Action = (parts: ControlParts, request: ControlRequest) => unknown

export async function json(request: ControlRequest): Promise<unknown> {
  const text = Buffer.from(await request.body()).toString('utf8')
  try {
    return parsedJson(text)
  } catch {
    throw new AwsFault(400, 'BadRequest', 'The body is not valid JSON, or nested too deeply')
  }
}
