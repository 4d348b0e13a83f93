import type { Answer, Driver } from './conformanceDriver'
import {
  namesOf,
  type CallStep,
  type ClientName,
  type FetchStep,
  type Flow,
  type Outcome,
  type PresignStep,
  type QuestionStep,
  type Step,
} from './conformanceFlow'
import { filledIn, filledText, referencesIn, timesIn, valueAt } from './conformanceInput'
import { misfits } from './conformancePattern'
import type { Scene } from './conformanceScene'

/** What one step came to, to be compared between clients. */
export interface StepRecord {
  readonly index: number
  readonly what: string
  readonly answer: Answer
}

export interface Observation {
  readonly question: string
  /** One of the answers the question offers, or what else came. */
  readonly answer: string
}

export interface FlowRun {
  readonly flow: string
  readonly client: ClientName
  readonly records: readonly StepRecord[]
  /** Everything that was saved, for putting names in the place of ids. */
  readonly saved: readonly (readonly [name: string, value: unknown])[]
  /** The first thing that was not as it has to be; the flow went no further. */
  readonly failure: string | undefined
  readonly skipped: readonly string[]
  readonly observed: readonly Observation[]
}

/** Plays a flow through one client in one place. Never throws for what AWS does. */
export async function runFlow(flow: Flow, driver: Driver, scene: Scene): Promise<FlowRun> {
  const run = new Run(flow, driver, scene)
  await run.play()
  return run.result()
}

class StepFailure extends Error {}

class Run {
  readonly #records: StepRecord[] = []
  readonly #skipped: string[] = []
  readonly #observed: Observation[] = []
  readonly #saved: Record<string, unknown>
  readonly #everSaved: (readonly [string, unknown])[] = []
  /** Names that a step left out would have saved. */
  readonly #neverSaved = new Set<string>()
  #failure: string | undefined

  constructor(
    private readonly flow: Flow,
    private readonly driver: Driver,
    private readonly scene: Scene,
  ) {
    const { prefix, account, place } = scene
    this.#saved = { prefix, account, region: place.region, ...scene.given }
  }

  async play(): Promise<void> {
    for (const [index, step] of this.flow.steps.entries()) {
      try {
        await this.#take(step, index)
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown)
        const { flow, driver } = this
        this.#failure = `${flow.name}, step ${index + 1}, ${whatOf(step)} by ${driver.client}: ${why}`
        return
      }
    }
  }

  result(): FlowRun {
    return {
      flow: this.flow.name,
      client: this.driver.client,
      records: this.#records,
      saved: this.#everSaved,
      failure: this.#failure,
      skipped: this.#skipped,
      observed: this.#observed,
    }
  }

  async #take(step: Step, index: number): Promise<void> {
    if (this.#isLeftOut(step)) return
    const isOfTime = referencesIn(step).some((name) => /[+-]\d+$/.test(name))
    if (isOfTime) Object.assign(this.#saved, timesIn(step, await this.scene.now()))
    if ('question' in step) return this.#ask(step, index)
    if ('call' in step) return this.#call(step, index)
    if ('presign' in step) return this.#presign(step)
    if ('fetch' in step) return this.#fetch(step)
    const { control } = this.scene
    if (control === undefined) return
    if ('advanceMs' in step) return control.advance(step.advanceMs)
    if ('drill' in step) return control.arm(filledIn(step.drill, this.#saved) as typeof step.drill)
    if ('clearDrills' in step) return control.clearDrills()
    const problems = misfits(
      filledIn({ bill: step.bill }, this.#saved)['bill'],
      await control.bill(),
    )
    if (problems.length > 0) throw new StepFailure(`the bill: ${problems.join('; ')}`)
  }

  /** Whatever is left out is said; so is what needs something that was left out. */
  #isLeftOut(step: Step): boolean {
    const isControl = !('call' in step || 'presign' in step || 'fetch' in step)
    const needsControl = isControl || step.rehearsedOnly === true
    if (needsControl && this.scene.control === undefined) {
      return this.#leaveOut(step, 'needs the control surface of a simulator')
    }
    if (isControl) return false
    const lacking = 'presign' in step && this.driver.presign === undefined
    if (lacking || step.lacks?.includes(this.driver.client)) {
      return this.#leaveOut(step, `${this.driver.version} lacks: ${whatOf(step)}`)
    }
    const missing = referencesIn(step).find((name) => this.#neverSaved.has(name))
    return missing === undefined
      ? false
      : this.#leaveOut(step, `${this.driver.version} has no <${missing}> for ${whatOf(step)}`)
  }

  #leaveOut(step: Step, why: string): true {
    this.#skipped.push(`${this.flow.name}: ${why}`)
    if ('save' in step) for (const name of Object.keys(step.save ?? {})) this.#neverSaved.add(name)
    if ('saveAs' in step) this.#neverSaved.add(step.saveAs)
    return true
  }

  async #call(step: CallStep, index: number): Promise<void> {
    const { status, error, message, has, until, times = 1 } = step
    const wanted: Outcome = {
      ...(status !== undefined && { status }),
      ...(error !== undefined && { error }),
      ...(message !== undefined && { message }),
      ...(has !== undefined && { has: this.#filled(has) }),
    }
    for (let turn = 1; turn <= times; turn++) {
      const answer = until === undefined ? await this.#send(step) : await this.#wait(step)
      const problems = outcomeProblems(wanted, answer)
      if (problems.length > 0) {
        const which = times > 1 ? `the ${turn}th time ` : ''
        throw new StepFailure(`${which}${problems.join('; ')}`)
      }
      if (turn === 1) this.#records.push({ index, what: step.call, answer })
      if (answer.kind === 'ok') this.#save(step.save ?? {}, answer.output)
    }
  }

  async #ask(step: QuestionStep, index: number): Promise<void> {
    const { upTo = 1, otherwise } = step
    let answer = await this.#send(step)
    let fitting = this.#fitting(step, answer)
    for (let turn = 1; turn < upTo && (fitting ?? otherwise) === otherwise; turn++) {
      await this.scene.pass()
      answer = await this.#send(step)
      fitting = this.#fitting(step, answer)
    }
    this.#records.push({ index, what: step.call, answer })
    const observed = fitting ?? `something else: ${saidOf(answer)}`
    this.#observed.push({ question: step.question, answer: observed })
    const assumed = (await this.scene.control?.assumptions())?.[step.question]
    if (assumed !== undefined && assumed !== observed) {
      throw new StepFailure(`"${step.question}" is assumed ${assumed}, and was ${observed}`)
    }
  }

  /** Which of the answers that were thought of this is. */
  #fitting({ answers }: QuestionStep, answer: Answer): string | undefined {
    const fits = (outcome: Outcome) =>
      outcomeProblems(this.#filledOutcome(outcome), answer).length === 0
    return Object.entries(answers).find(([, outcomes]) => [outcomes].flat().some(fits))?.[0]
  }

  async #wait(step: CallStep): Promise<Answer> {
    const pattern = this.#filled(step.until)
    let problems: readonly string[] = []
    for (let turn = 0; turn <= this.scene.patience; turn++) {
      if (turn > 0) await this.scene.pass()
      const answer = await this.#send(step)
      if (answer.kind !== 'ok') return answer
      problems = misfits(pattern, answer.output)
      if (problems.length === 0) return answer
    }
    throw new StepFailure(`waited in vain: ${problems.join('; ')}`)
  }

  async #send({ call, input = {} }: Pick<CallStep, 'call' | 'input'>): Promise<Answer> {
    const answer = await this.driver.call({ ...namesOf(call), input: filledIn(input, this.#saved) })
    if (answer.kind !== 'lacks') return answer
    throw new StepFailure(
      `${this.driver.version} lacks ${answer.what}, and the flow does not say so`,
    )
  }

  async #presign({ presign, input, expiresInSeconds, saveAs }: PresignStep): Promise<void> {
    const url = await this.driver.presign?.(presign, filledIn(input, this.#saved), expiresInSeconds)
    this.#saved[saveAs] = url
  }

  async #fetch({ fetch: address, method = 'GET', send, status, body }: FetchStep): Promise<void> {
    const response = await fetch(filledText(address, this.#saved), {
      method,
      ...(send !== undefined && { body: send }),
    })
    const text = await response.text()
    const problems = [
      ...misfits(status, response.status, 'the status'),
      ...(body === undefined ? [] : misfits(body, text, 'the body')),
    ]
    if (problems.length > 0) throw new StepFailure(problems.join('; '))
  }

  #filled(pattern: unknown): unknown {
    return filledIn({ pattern }, this.#saved)['pattern']
  }

  #filledOutcome(outcome: Outcome): Outcome {
    return outcome.has === undefined ? outcome : { ...outcome, has: this.#filled(outcome.has) }
  }

  #save(names: Readonly<Record<string, string>>, output: unknown): void {
    for (const [name, path] of Object.entries(names)) {
      const value = valueAt(path, output)
      if (value === undefined) throw new StepFailure(`the answer holds no ${path}`)
      this.#saved[name] = value
      this.#everSaved.push([name, value])
    }
  }
}

/** Why an answer is not what it has to be. A client that shows no status is not asked for one. */
export function outcomeProblems(wanted: Outcome, answer: Answer): readonly string[] {
  if (answer.kind === 'lacks') return [`lacks ${answer.what}`]
  const isRightKind = (wanted.error === undefined) === (answer.kind === 'ok')
  if (!isRightKind) return [`wanted ${wantedOf(wanted)}, got ${saidOf(answer)}`]
  const status = wanted.status ?? (wanted.error === undefined ? 200 : undefined)
  const isRightStatus =
    status === undefined || answer.status === undefined || answer.status === status
  if (answer.kind === 'ok') {
    return [
      ...(isRightStatus ? [] : [`wanted ${wantedOf(wanted)}, got ${answer.status}`]),
      ...(wanted.has === undefined ? [] : misfits(wanted.has, answer.output)),
    ]
  }
  const isRight = isRightStatus && answer.error === wanted.error
  return [
    ...(isRight ? [] : [`wanted ${wantedOf(wanted)}, got ${saidOf(answer)}`]),
    ...(wanted.message === undefined ? [] : misfits(wanted.message, answer.message, 'the message')),
  ]
}

const wantedOf = ({ status, error }: Outcome) =>
  error === undefined ? `success ${status ?? 200}` : `${error} ${status ?? ''}`.trim()

const saidOf = (answer: Answer): string =>
  answer.kind === 'ok'
    ? `success ${answer.status ?? ''}`.trim()
    : answer.kind === 'refused'
      ? `${answer.error} ${answer.status ?? ''} (${answer.message})`
      : `nothing: it lacks ${answer.what}`

function whatOf(step: Step): string {
  if ('call' in step) return step.call
  if ('presign' in step) return `presigned ${step.presign}`
  if ('fetch' in step) return `fetch ${step.fetch}`
  return Object.keys(step).join()
}
