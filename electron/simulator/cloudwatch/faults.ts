import { AwsFault } from '../kit/aws'

/**
 * Faults carry the code of the query protocol; the JSON protocol calls some of them otherwise.
 * GetMetricData says ValidationError whatever is wrong, and every complaint in a line of its own
 * (influxdata/telegraf issue 5420, yet-another-cloudwatch-exporter issue 385, elastic/beats issue 32687).
 */
export const validationError = (complaints: readonly string[]) =>
  new AwsFault(400, 'ValidationError', complaints.join('\n'))

export const invalidValue = (message: string) => new AwsFault(400, 'InvalidParameterValue', message)

export const missing = (parameter: string) =>
  new AwsFault(400, 'MissingParameter', `The parameter ${parameter} is required.`)

export const invalidNextToken = () =>
  new AwsFault(400, 'InvalidNextToken', 'The next token specified is invalid.')

export const invalidAction = (action: string) =>
  new AwsFault(400, 'InvalidAction', `The action ${action} is not valid for this web service.`)

/** As the service model names the shapes behind the query protocol's codes. */
const shapeNames: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  MissingParameter: 'MissingRequiredParameterException',
  ValidationError: 'ValidationException',
  Throttling: 'ThrottlingException',
  InternalServiceError: 'InternalServiceFault',
  InternalServerErrorException: 'InternalServiceFault',
}

export const jsonName = (type: string): string => shapeNames[type] ?? type

/** The query protocol names these without the suffix, and its own fault otherwise. */
export function queryCode(type: string): string {
  if (['ExpiredTokenException', 'AccessDeniedException'].includes(type)) {
    return type.replace(/Exception$/, '')
  }
  return type === 'InternalServerErrorException' ? 'InternalServiceError' : type
}
