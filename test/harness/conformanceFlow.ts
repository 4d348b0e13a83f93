import type { OpenQuestion } from '../../electron/simulator/kit/assumptions'
import type { Drill } from '../../electron/simulator/kit/drillShapes'
import type { Pattern } from './conformancePattern'

/** A flow is data: what is asked of AWS and what has to come of it, whoever asks. */
export const serviceNames = ['medialive', 'ivs', 's3', 'sts', 'scheduler', 'cloudwatch'] as const
export type ServiceName = (typeof serviceNames)[number]

export const clientNames = ['JavaScript', 'boto3', 'awscli'] as const
export type ClientName = (typeof clientNames)[number]

/** `service.Operation`, in AWS's spelling. */
export type CallName = `${ServiceName}.${string}`

/**
 * Texts of the form `<name>` stand for what an earlier step saved under that name; a text that is
 * nothing else becomes the value itself. `<time+60>` is the time in a minute, as ISO 8601; `<minute-60>`
 * the beginning of that minute, without its zone.
 */
export type Input = Readonly<Record<string, unknown>>

export interface Outcome {
  /** 200 unless told. */
  readonly status?: number
  /** The name of the error; absent: it has to succeed. */
  readonly error?: string
  readonly message?: RegExp
  /** What the answer has to hold, at least. */
  readonly has?: Pattern
}

interface StepFacts {
  /** Whose own service model does not know this call; it is left out there, and said. */
  readonly lacks?: readonly ClientName[]
  /** Only where a clock can be moved: never against AWS. */
  readonly rehearsedOnly?: boolean
}

export interface CallStep extends StepFacts, Outcome {
  readonly call: CallName
  readonly input?: Input
  /** Name → path into the answer, such as `Channel.Id`. */
  readonly save?: Readonly<Record<string, string>>
  /** Asked so many times in a row, with the same outcome every time. */
  readonly times?: number
  /** Time passes until the answer holds this. */
  readonly until?: Pattern
}

/** What nobody knows of AWS: the first answer that fits is recorded and printed. */
export interface QuestionStep extends StepFacts {
  readonly question: OpenQuestion
  readonly call: CallName
  readonly input?: Input
  /** What each looks like; several outcomes: any of them. */
  readonly answers: Readonly<Record<string, Outcome | readonly Outcome[]>>
  /** Asked so often at most, with time passing in between, until an answer fits; once unless told. */
  readonly upTo?: number
  /** The answer that is given only when no other has come by then. */
  readonly otherwise?: string
}

export interface PresignStep extends StepFacts {
  readonly presign: 'GetObject' | 'PutObject'
  readonly input: Input
  readonly expiresInSeconds: number
  readonly saveAs: string
}

/** A plain HTTP request, such as of a presigned address. */
export interface FetchStep extends StepFacts {
  readonly fetch: string
  readonly method?: 'GET' | 'PUT'
  readonly send?: string
  readonly status: number
  readonly body?: RegExp
}

/** What only a simulator has: its clock, its drills and its bill. */
export type ControlStep =
  | { readonly advanceMs: number }
  | { readonly drill: Drill }
  | { readonly clearDrills: true }
  | { readonly bill: Pattern }

export type Step = CallStep | QuestionStep | PresignStep | FetchStep | ControlStep

export interface Flow {
  readonly name: string
  readonly steps: readonly Step[]
  /** Clients that do not play it, and why; it is said. */
  readonly notBy?: Readonly<Partial<Record<ClientName, string>>>
  /** Channels that run show something, by the clock of the simulator. */
  readonly picture?: 'synthetic'
}

/** The two halves of a call's name. */
export function namesOf(call: CallName): {
  readonly service: ServiceName
  readonly operation: string
} {
  const [service, operation = ''] = call.split('.')
  return { service: service as ServiceName, operation } // CallName begins with one
}
