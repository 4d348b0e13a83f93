import { AwsFault } from '../kit/aws'

export const notFound = (what: string): AwsFault =>
  new AwsFault(404, 'ResourceNotFoundException', `Resource: ${what} not found`)

export const invalid = (message: string): AwsFault =>
  new AwsFault(400, 'ValidationException', message)

export const conflict = (message: string): AwsFault =>
  new AwsFault(409, 'ConflictException', message)

/** HTTP 402, as the service model has it. */
export const quotaExceeded = (message: string): AwsFault =>
  new AwsFault(402, 'ServiceQuotaExceededException', message)

export const notBroadcasting = (): AwsFault =>
  new AwsFault(404, 'ChannelNotBroadcasting', 'The channel is not currently broadcasting')
