import { AwsFault } from '../kit/aws'

export const invalid = (message: string): AwsFault =>
  new AwsFault(400, 'ValidationException', message)

export const conflict = (message: string): AwsFault =>
  new AwsFault(409, 'ConflictException', message)

export const notFound = (what: string): AwsFault =>
  new AwsFault(404, 'ResourceNotFoundException', `${what} does not exist.`)

/** HTTP 402, as the service model has it. */
export const quotaExceeded = (message: string): AwsFault =>
  new AwsFault(402, 'ServiceQuotaExceededException', message)

export const throttled = (): AwsFault => new AwsFault(429, 'ThrottlingException', 'Rate exceeded')
