import { type JsonRoute, reply, route } from '../kit/restJson'
import { isOfRegion, type ListedWorld } from './lists'
import { bodyOf, pageUnder } from './parse'
import type { RecordingConfigurations } from './recordingConfigurations'
import type { RecordingConfiguration } from './records'
import {
  CreateRecordingConfiguration,
  ListRecordingConfigurations,
  OneRecordingConfiguration,
} from './shapes'
import { recordingConfigurationView } from './views'

export const recordingRoutes = (
  recording: RecordingConfigurations,
  { world, lists }: ListedWorld,
): readonly JsonRoute[] => {
  const view = (configuration: RecordingConfiguration) =>
    recordingConfigurationView(configuration, recording.stateOf(configuration))
  return [
    route('CreateRecordingConfiguration', 'POST', '/CreateRecordingConfiguration', (call) => {
      const made = recording.create(call.region, bodyOf(call, CreateRecordingConfiguration))
      return reply(200, { recordingConfiguration: view(made) })
    }),
    route('GetRecordingConfiguration', 'POST', '/GetRecordingConfiguration', (call) => {
      const { arn } = bodyOf(call, OneRecordingConfiguration)
      return reply(200, { recordingConfiguration: view(recording.get(arn)) })
    }),
    route('ListRecordingConfigurations', 'POST', '/ListRecordingConfigurations', (call) => {
      const asked = bodyOf(call, ListRecordingConfigurations)
      const wanted = lists().recordingConfigurations.filter(({ arn }) =>
        isOfRegion(arn, call.region),
      )
      const { page, reply: listed } = pageUnder('recordingConfigurations', wanted, {
        asked,
        usual: 100,
        keyOf: ({ arn }) => arn,
      })
      return reply(200, listed(page))
    }),
    route('DeleteRecordingConfiguration', 'POST', '/DeleteRecordingConfiguration', (call) => {
      const { arn } = bodyOf(call, OneRecordingConfiguration)
      recording.delete(arn, world.isRecordedWith(arn))
      return reply(204)
    }),
  ]
}
