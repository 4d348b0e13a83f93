import { type AwsCall, type CallObserver } from '../../../electron/adapters/aws/callObserver'
import { type CloudOptions, openCloud } from '../../../electron/adapters/aws/cloud'
import { rehearsalCredentials } from '../../../electron/adapters/credentials/identify'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { encoderSettings } from '../../../electron/core/encoder/encoderSettings'
import { presetOf } from '../../../electron/core/encoder/presets'
import type { ChannelSpec, KeyRef } from '../../../electron/core/ports'
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../electron/simulator/simulator'
import { systemClock } from '../../../electron/adapters/system/clock'

export const region = 'eu-west-1'
export const canaryKey = 'canary-stream-key-4711'
export const keyRef = 'destination/show/youtube' as KeyRef

/** The real adapters with the real SDK against the simulator, whose clock moves when told. */
export async function openRehearsal(
  options: Partial<CloudOptions> = {},
  world: SimulatorOptions = { clock: 'manual', picture: 'off' },
) {
  const simulator = await startSimulator({ timing: 'quick', ...world })
  const calls: AwsCall[] = []
  const observer: CallObserver = { onCall: (call) => void calls.push(call) }
  const vault = memoryVault(null)
  const cloud = openCloud({
    profile: '@rehearsal',
    region,
    rehearsal: true,
    endpoint: simulator.endpoint,
    credentials: rehearsalCredentials,
    vault,
    clock: systemClock,
    observer,
    ...options,
  })
  return {
    simulator,
    cloud,
    vault,
    calls,
    close: async () => {
      cloud.close()
      await simulator.close()
    },
  }
}

/** Long enough for every transition of the quick timing. */
export const settle = (simulator: Simulator) => simulator.clock.advance(10_000)

export const tagsOf = (step: string) => ({
  application: 'tallylight',
  session: 'session-1',
  step,
  owner: 'tester@studio',
})

export const channelSpec = (inputId: string, more: Partial<ChannelSpec> = {}): ChannelSpec => ({
  key: 'run-1/create-channel',
  name: 'Sunday',
  tags: tagsOf('run-1/create-channel'),
  inputId,
  inputSpecification: { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: 'MAX_10_MBPS' },
  roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
  encoder: encoderSettings(presetOf('1080p30'), ['youtube']),
  addresses: [
    { id: 'youtube', url: 'rtmp://a.rtmp.example.com/live2', key: keyRef },
    { id: 'recording', url: 's3ssl://example-recordings/recordings/1/show', key: null },
  ],
  ...more,
})
