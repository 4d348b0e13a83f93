import { element, xmlDocument } from './xml'

const statusOf = {
  AccessDenied: 403,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  ConditionalRequestConflict: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IllegalLocationConstraintException: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3FaultCode = keyof typeof statusOf

/** A refusal in S3's own words (S3 API reference, "Error responses"). */
export class S3Fault extends Error {
  constructor(
    readonly code: S3FaultCode,
    message: string,
    readonly about: Readonly<Record<string, string>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }

  get status(): number {
    return statusOf[this.code]
  }

  toXml(resource: string, requestId: string, code: string = this.code): string {
    const rows = { Code: code, Message: this.message, ...this.about }
    const body = Object.entries(rows).map(([name, value]) => element(name, value))
    return xmlDocument(
      element('Error', [...body, element('Resource', resource), element('RequestId', requestId)]),
    )
  }
}

export const noSuchBucket = (bucket: string): S3Fault =>
  new S3Fault('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket })

export const noSuchKey = (key: string): S3Fault =>
  new S3Fault('NoSuchKey', 'The specified key does not exist.', { Key: key })

export const noSuchUpload = (uploadId: string): S3Fault =>
  new S3Fault(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  )

export const malformedXml = (): S3Fault =>
  new S3Fault(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

export const preconditionFailed = (condition: string): S3Fault =>
  new S3Fault(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: condition },
  )

/** S3 has the header, and for this operation not with this value. */
export const headerNotImplemented = (header: string, value: string): S3Fault =>
  new S3Fault(
    'NotImplemented',
    'A header you provided implies functionality that is not implemented',
    { Header: header, Value: value },
  )

export const methodNotAllowed = (method: string, resourceType: string): S3Fault =>
  new S3Fault('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
    ResourceType: resourceType,
  })

export const conflictingRequest = (key: string): S3Fault =>
  new S3Fault(
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { Key: key },
  )
