import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AwsFault,
  type AwsAnswer,
  type AwsRequest,
  type InnerCall,
  type InnerReply,
  type Service,
} from './aws'
import type { SimulatorContext } from './context'
import type { Cut } from './drills'
import { innerAccessKeyId } from './restJson'
import { checkSession, type KnownSessions } from './sessionCheck'
import type { Throttle } from './throttle'

interface CallOf {
  readonly scope: string
  readonly operation: string | undefined
  readonly region: string
}

/** `lost`: the connection is cut instead; `isCut`: within the body. */
export type CallAnswer = 'lost' | (AwsAnswer & { readonly isCut: boolean })

/** Every call of every service passes here: throttle, drills, then the service itself. */
export class Calls {
  #services: readonly Service[] = []
  #sessions: KnownSessions | undefined

  constructor(
    private readonly context: SimulatorContext,
    private readonly throttle: Throttle,
  ) {}

  /** The roster is made after this: a service may call another. */
  connect(services: readonly Service[], sessions?: KnownSessions): void {
    this.#services = services
    this.#sessions = sessions
  }

  service(scope: string): Service | undefined {
    return this.#services.find((each) => each.scope === scope)
  }

  /** Every fault leaves in the service's own protocol. */
  async answer(service: Service, request: AwsRequest): Promise<CallAnswer> {
    const { events, drills } = this.context
    let call: CallOf = {
      scope: service.scope,
      operation: service.operationOf(request),
      region: request.region,
    }
    let cut: Cut = 'none'
    try {
      const operation = call.operation ?? (await service.operationInBody?.(request))
      call = { ...call, operation }
      if (service.limit && !this.throttle.admits(service.scope, request.region, service.limit)) {
        throw service.throttled()
      }
      checkSession(this.#sessions, service.scope, request)
      const drill = drills.befall({
        ...call,
        accessKeyId: request.accessKeyId,
        throttled: service.throttled,
      })
      cut = drill.cut
      if (drill.delayMs > 0) await this.#hold(drill.delayMs)
      if (drill.fault) throw drill.fault
      if (cut === 'request') {
        events.append('call', { ...call, cut })
        return 'lost'
      }
      const answer = await service.handle(request)
      events.append('call', { ...call, status: answer.status, ...lostOrCut(cut) })
      return delivered(answer, cut)
    } catch (thrown) {
      const fault = thrown instanceof AwsFault ? thrown : this.#internalFault(thrown)
      events.append('call', { ...call, status: fault.status, fault: fault.type, ...lostOrCut(cut) })
      return delivered(service.faultAnswer(fault, request), cut)
    }
  }

  /**
   * A call from inside AWS, under the same throttle and drills, carried out before it returns: a
   * drill's delay does not hold it. Throws an `AwsFault`; a cut connection is one of status 500.
   */
  send(scope: string, call: Omit<InnerCall, 'requestId'>): InnerReply {
    const service = this.service(scope)
    if (service?.invoke === undefined) throw new Error(`nothing inside AWS calls ${scope}`)
    const { region, method, path } = call
    const operation = service.operationOf({
      method,
      path,
      query: new URLSearchParams(),
      headers: {},
    })
    const particulars = { scope, operation, region, inner: true }
    try {
      if (service.limit && !this.throttle.admits(scope, region, service.limit)) {
        throw service.throttled()
      }
      const drill = this.context.drills.befall({
        scope,
        operation,
        throttled: service.throttled,
        accessKeyId: innerAccessKeyId,
      })
      if (drill.fault) throw drill.fault
      if (drill.cut === 'request') throw connectionLost()
      const requestId = this.context.ids.uuid('request')
      const reply = service.invoke({ ...call, requestId })
      this.context.events.append('call', { ...particulars, status: reply.status })
      if (drill.cut !== 'none') throw connectionLost()
      return reply
    } catch (thrown) {
      const fault = thrown instanceof AwsFault ? thrown : this.#internalFault(thrown)
      this.context.events.append('call', {
        ...particulars,
        status: fault.status,
        fault: fault.type,
      })
      throw fault
    }
  }

  /** Real time, whatever the clock: the caller waits on a real connection. */
  async #hold(delayMs: number): Promise<void> {
    await sleep(delayMs, undefined, { ref: false })
    this.context.clock.settle()
  }

  #internalFault(thrown: unknown): AwsFault {
    this.context.log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    return new AwsFault(500, 'InternalServerErrorException', 'A fault of the simulator itself')
  }
}

function delivered(answer: AwsAnswer, cut: Cut): CallAnswer {
  if (cut !== 'answer') return { ...answer, isCut: cut === 'body' }
  // Nobody will read it to its end.
  if (answer.body instanceof Readable) answer.body.destroy()
  return 'lost'
}

const lostOrCut = (cut: Cut) => ({ lost: cut === 'answer', ...(cut === 'none' ? {} : { cut }) })

const connectionLost = () => new AwsFault(500, 'InternalFailure', 'The connection was lost')
