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
export const quotaReached = (what: string, quota: number): AwsFault =>
  badRequest(`Resource limit exceeded: this account may have ${quota} ${what} in this Region`)
