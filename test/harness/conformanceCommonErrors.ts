/**
 * Errors that the front of AWS may answer for every service and that need not be in a service's model,
 * with the statuses they are documented with: pages "Common Errors" and "Common Error Types" of the API
 * references (CloudWatch, EventBridge Scheduler, STS), whose editions differ in some of them.
 */
const commonErrors: Readonly<Record<string, readonly number[]>> = {
  AccessDenied: [403],
  AccessDeniedException: [400, 403],
  ExpiredTokenException: [400, 403],
  IncompleteSignature: [400, 403],
  IncompleteSignatureException: [400, 403],
  InternalFailure: [500],
  InvalidClientTokenId: [403],
  InvalidSignatureException: [400, 403],
  MalformedHttpRequestException: [400],
  MissingAuthenticationToken: [403],
  MissingAuthenticationTokenException: [403],
  NotAuthorized: [400, 401],
  OptInRequired: [403],
  RequestAbortedException: [400],
  RequestEntityTooLargeException: [413],
  RequestExpired: [400],
  RequestTimeoutException: [408],
  SerializationException: [400],
  ServiceUnavailable: [503],
  Throttling: [400, 429],
  ThrottlingException: [400, 429],
  UnknownOperationException: [404],
  UnrecognizedClientException: [400, 403],
  /** The simulator's own, of what it does not simulate. */
  NotImplemented: [501],
}

/** Undefined: the name is no common one. S3 has a list of its own (its reference, "Error responses"). */
export const commonStatuses = (name: string, isS3: boolean): readonly number[] | undefined =>
  name === 'ExpiredToken' ? [isS3 ? 400 : 403] : isS3 ? s3Errors[name] : commonErrors[name]

const s3Errors: typeof commonErrors = {
  AccessDenied: [403],
  InternalError: [500],
  InvalidAccessKeyId: [403],
  NotImplemented: [501],
  RequestTimeTooSkewed: [403],
  RequestTimeout: [400],
  ServiceUnavailable: [503],
  SignatureDoesNotMatch: [403],
  SlowDown: [503],
}
