import type { PipelineId } from './picturePort'
import type { ChannelRecord, ChannelState } from './records'

export const pipelineIdsOf = ({
  channelClass,
}: Pick<ChannelRecord, 'channelClass'>): readonly PipelineId[] =>
  channelClass === 'STANDARD' ? ['0', '1'] : ['0']

export const pipelinesOf = (channel: Pick<ChannelRecord, 'channelClass'>): number =>
  pipelineIdsOf(channel).length

/** A run, for the bill: from RUNNING until STOPPING, whatever fails in between. */
export const runs = (state: string): boolean => runningStates.some((each) => each === state)
const runningStates: readonly ChannelState[] = ['RUNNING', 'RECOVERING']

/** The pipelines that work now. */
export const pipelinesUp = (channel: ChannelRecord): readonly PipelineId[] =>
  runs(channel.state)
    ? pipelineIdsOf(channel).filter((id) => !channel.pipelinesDown.includes(id))
    : []

/** A single pipeline that is restarted shows nothing meanwhile; of two, one goes on. */
export const hasPicture = (channel: ChannelRecord): boolean => pipelinesUp(channel).length > 0
