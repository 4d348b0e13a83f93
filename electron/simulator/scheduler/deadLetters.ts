import type { DeadLetter, Delivery } from './records'

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'

interface Circumstances {
  readonly at: number
  readonly queueArn: string
  readonly body: string
  /** Undefined: nothing was exhausted, it was not worth trying again. */
  readonly exhausted: Exhausted | undefined
}

/** The message, its attributes as in the user guide ("Configuring a dead-letter queue"). */
export function deadLetterOf(
  { executionId, retries, dueAt, scheduleArn, target, lastError }: Delivery,
  { at, queueArn, body, exhausted }: Circumstances,
): DeadLetter {
  const attributes = {
    ERROR_CODE: lastError?.code ?? '',
    ERROR_MESSAGE: lastError?.message ?? '',
    EXECUTION_ID: executionId,
    ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(retries),
    SCHEDULED_TIME: `${new Date(dueAt).toISOString().slice(0, 19)}Z`,
    SCHEDULE_ARN: scheduleArn,
    TARGET_ARN: target.Arn,
  }
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { StringValue, DataType: 'String' as const },
    ]),
  )
  return { at, queueArn, body, messageAttributes }
}
