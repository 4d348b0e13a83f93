import { z } from 'zod'

/**
 * What AWS does not document and nobody has shown: each question with the answers the simulator can
 * act out. The first answer is the usual one. A test that holds only under one of them is a test that
 * AWS may break; the console is tested under all of them.
 */
export const openQuestions = {
  /** StopChannel on a channel that is IDLE already. */
  'stop-when-idle': ['conflict', 'accepted'],
  /** StopChannel on a channel that is STARTING. */
  'stop-while-starting': ['accepted', 'conflict'],
  /** The status of a command in the wrong state, DeleteChannel apart. */
  'wrong-state': ['409', '400'],
  /** How an exhausted quota is refused. */
  'quota-status': ['400', '403', '429'],
  /** What an RTMP destination that refuses its stream key raises. */
  'wrong-key-alert': ['6018', 'none'],
  /** Whether an output whose retries are used up comes back after RestartDelay. */
  'retries-exhausted': ['restarts', 'stays-stopped'],
  /** A channel whose only output has used up its retries: the guide says that it stops. */
  'sole-output-lost': ['channel-goes-on', 'channel-stops'],
  /** Two outputs that share one video description. */
  'shared-encode-billed': ['each-output', 'once'],
  /** Dimensions of DroppedFrames and SvqTime: as the guide says, or as AWS's dashboards ask. */
  'dropped-frames-dimensions': ['pipeline-region', 'channel-pipeline'],
  /** Where MediaLive's metrics are: the namespace of the guide, or also the older one that dashboards ask. */
  'metrics-namespace': ['AWS/MediaLive', 'both'],
  /** ListAlerts without a stateFilter. */
  'alerts-without-filter': ['all', 'set'],
  /** What Create and UpdateChannel answer to DryRun. */
  'dry-run-answer': ['channel', 'empty'],
  /** Whether a channel begins with a pause whose time came before it ran. */
  'overdue-pause': ['held', 'passed-over'],
  /** A schedule action that follows the end of a live input, which has none. */
  'follow-live-input': ['refused', 'never-fires'],
  /** BatchUpdateSchedule on a channel that is neither idle nor running: on its way. */
  'schedule-on-the-way': ['refused', 'accepted'],
  /** What a channel whose pipelines are restarted by command is meanwhile. */
  'restart-shows': ['RECOVERING', 'RUNNING'],
  /** CreateChannel or CreateInput with the RequestId of one that was deleted meanwhile. */
  'request-id-of-deleted': ['finds-it', 'makes-another'],
  /** The endpoints that an RTMP push input of a single destination shows. */
  'push-endpoints': ['one', 'two'],
  /** A destination of a channel whose user name is an empty text. */
  'empty-username': ['accepted', 'refused'],
  /** CreateChannel and UpdateChannel with a role that is not there, or does not trust MediaLive. */
  'missing-role': ['accepted-then-alert', 'refused'],
  /** A path that no operation has: as API Gateway answers, or as the protocol says. */
  'unknown-path': ['403', '404'],
  /** CreateSchedule once more with the same ClientToken and the same request. */
  'create-schedule-repeated': ['first-answer', 'conflict'],
  /** A one-time schedule whose moment has passed when it is made. */
  'schedule-in-the-past': ['fires-soon', 'refused'],
  /** A target of a schedule that refuses the call with 4xx other than throttling. */
  'scheduler-retries-client-faults': ['given-up', 'retried'],
} as const

export type OpenQuestion = keyof typeof openQuestions
export type Answer<Question extends OpenQuestion> = (typeof openQuestions)[Question][number]
export type Answers = { readonly [Question in OpenQuestion]?: Answer<Question> | undefined }

const answerShapes = Object.fromEntries(
  Object.entries(openQuestions).map(([question, answers]) => [
    question,
    z.enum(answers).optional(),
  ]),
)
/** Answers to some of the questions; anything else is refused. */
export const Assumed = z.strictObject(answerShapes).transform((answers) => answers as Answers) // each was held against its own question above

/** The answers this simulator acts on now. */
export class Assumptions {
  #chosen: Answers = {}

  constructor(private readonly initially: Answers = {}) {
    this.#chosen = initially
  }

  of<Question extends OpenQuestion>(question: Question): Answer<Question> {
    return this.#chosen[question] ?? openQuestions[question][0]
  }

  choose(answers: Answers): void {
    this.#chosen = { ...this.#chosen, ...answers }
  }

  snapshot(): Answers {
    return this.#chosen
  }

  /** What it was started with this time goes before what was saved. */
  restore(chosen: Answers): void {
    this.#chosen = { ...chosen, ...this.initially }
  }

  /** As the simulator was started. */
  reset(): void {
    this.#chosen = this.initially
  }

  all(): { readonly [Question in OpenQuestion]: Answer<Question> } {
    const questions = Object.keys(openQuestions) as OpenQuestion[] // the table's own keys
    // Each key with its own answer, which Object.fromEntries cannot say.
    return Object.fromEntries(questions.map((each) => [each, this.of(each)])) as {
      readonly [Question in OpenQuestion]: Answer<Question>
    }
  }

  /** Every question with the answers there are and the one that is acted on. */
  table(): readonly OpenQuestionView[] {
    return Object.entries(openQuestions).map(([question, answers]) => ({
      question,
      answers,
      chosen: this.of(question as OpenQuestion), // the table's own key
    }))
  }
}

interface OpenQuestionView {
  readonly question: string
  readonly answers: readonly string[]
  readonly chosen: string
}
