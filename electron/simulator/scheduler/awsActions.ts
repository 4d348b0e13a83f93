import { otherOperations } from '../ivs/otherOperations'
import { operationNames } from '../medialive/operations'
import { awsServices } from './awsServices'

/** Of IVS what is simulated. */
const ivsOperations = `
BatchGetChannel BatchGetStreamKey CreateChannel CreateRecordingConfiguration CreateStreamKey
DeleteChannel DeleteRecordingConfiguration DeleteStreamKey GetChannel GetRecordingConfiguration
GetStream GetStreamKey GetStreamSession ListChannels ListRecordingConfigurations ListStreamKeys
ListStreams ListStreamSessions ListTagsForResource PutMetadata StopStream TagResource UntagResource
UpdateChannel
`

/** Known to the last of them; of the other services nothing is known but that they are there. */
const actionsOf: Readonly<Record<string, ReadonlySet<string>>> = {
  medialive: new Set(operationNames),
  ivs: new Set([...ivsOperations.trim().split(/\s+/), ...otherOperations]),
}

export const serviceExists = (service: string): boolean => awsServices.has(service)

/** Whether the service has that action, in lowerCamelCase, as far as that can be told. */
export function actionExists(service: string, action: string): boolean {
  const name = action.charAt(0).toUpperCase() + action.slice(1)
  return actionsOf[service]?.has(name) ?? true
}
