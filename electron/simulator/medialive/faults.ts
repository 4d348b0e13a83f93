import type { Answer } from '../kit/assumptions'
import { AwsFault } from '../kit/aws'

/** What 422 answers list, besides joining it into `message`. */
export interface ValidationError {
  readonly elementPath: string
  readonly errorMessage: string
}

export const badRequest = (message: string): AwsFault =>
  new AwsFault(400, 'BadRequestException', message)

export const conflict = (message: string): AwsFault =>
  new AwsFault(409, 'ConflictException', message)

export const notFound = (message: string): AwsFault =>
  new AwsFault(404, 'NotFoundException', message)

/** Several errors in one answer, joined as AWS joins them. */
export function unprocessable(errors: readonly ValidationError[]): AwsFault {
  const message = errors.map(({ errorMessage }) => errorMessage).join('; ')
  return new AwsFault(422, 'UnprocessableEntityException', message, { validationErrors: errors })
}

/** The wording and even the status of an exhausted quota are not documented. */
export function quotaReached(
  what: string,
  quota: number,
  status: Answer<'quota-status'>,
): AwsFault {
  const type = {
    '400': 'BadRequestException',
    '403': 'ForbiddenException',
    '429': 'TooManyRequestsException',
  }[status]
  const message = `Resource limit exceeded: this account may have ${quota} ${what} in this Region`
  return new AwsFault(Number(status), type, message)
}
