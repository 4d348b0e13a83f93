import { type JsonRoute, reply, route } from '../kit/restJson'
import { bodyOf, pageUnder } from './parse'
import type { RecordingConfigurations } from './recordingConfigurations'
import type { RecordingConfiguration } from './records'
import {
  CreateRecordingConfiguration,
  ListRecordingConfigurations,
  OneRecordingConfiguration,
} from './shapes'
import { recordingConfigurationSummary, recordingConfigurationView } from './views'
import type { IvsWorld } from './world'

export const recordingRoutes = (
  recording: RecordingConfigurations,
  world: IvsWorld,
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
      const { page, reply: listed } = pageUnder(
        'recordingConfigurations',
        recording.inRegion(call.region),
        { asked, usual: 100, keyOf: ({ arn }) => arn },
      )
      const rows = page.map((each) => recordingConfigurationSummary(each, recording.stateOf(each)))
      return reply(200, listed(rows))
    }),
    route('DeleteRecordingConfiguration', 'POST', '/DeleteRecordingConfiguration', (call) => {
      const { arn } = bodyOf(call, OneRecordingConfiguration)
      recording.delete(arn, world.isRecordedWith(arn))
      return reply(204)
    }),
  ]
}
