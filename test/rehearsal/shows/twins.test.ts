import {
  CreateChannelCommand,
  IvsClient,
  ListChannelsCommand,
  type ChannelSummary,
} from '@aws-sdk/client-ivs'
import {
  CreateInputSecurityGroupCommand,
  ListInputSecurityGroupsCommand,
  MediaLiveClient,
} from '@aws-sdk/client-medialive'
import { afterEach, describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { certified, plan, prepared, wrapped } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()
const clients: { destroy(): void }[] = []
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))

/** Makes a second one with the same marks, as where an answer was lost and the list lagged behind. */
function twins({ aws }: Rehearsal) {
  const of = {
    region: 'us-east-1',
    endpoint: aws.simulator.endpoint,
    credentials: { accessKeyId: 'TWIN', secretAccessKey: 'twin' },
  }
  const [ivs, mediaLive] = [new IvsClient(of), new MediaLiveClient(of)]
  clients.push(ivs, mediaLive)
  return {
    ivsChannel: async () => {
      const { channels = [] } = await ivs.send(new ListChannelsCommand())
      const [one = {}]: Partial<ChannelSummary>[] = channels
      await ivs.send(new CreateChannelCommand({ name: one.name, tags: one.tags }))
    },
    securityGroup: async () => {
      const { InputSecurityGroups: groups } = await mediaLive.send(
        new ListInputSecurityGroupsCommand(),
      )
      const { WhitelistRules, Tags } = groups?.[0] ?? {}
      await mediaLive.send(new CreateInputSecurityGroupCommand({ WhitelistRules, Tags }))
    },
  }
}

describe('two of what should be one', () => {
  it('are both given back at the end', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const sessionId = await prepared(life, await plan(life))
    await twins(rehearsal).ivsChannel()
    await twins(rehearsal).securityGroup()
    expect(aws.things().ivsChannels).toHaveLength(2)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('are both taken back by a preparation that fails', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const showId = await plan(life)
    aws.simulator.drills.arm({ kind: 'fail-create' })
    const commandId = life.gesture()
    const { sessionId } = await life.handlers.sessions.prepare({ commandId, showId })
    await life.until('they are made', () => aws.things().channels.length > 0)
    await twins(rehearsal).ivsChannel()
    await twins(rehearsal).securityGroup()
    const view = await certified(life, sessionId)
    expectGivenBack(aws, view)
    // Nothing was left for the clean-up that follows.
    const deletes = view.runs.flatMap(({ workflow, steps }) =>
      workflow === 'wrap' ? steps.filter(({ name }) => name.startsWith('delete-')) : [],
    )
    expect(deletes.map(({ name }) => name)).toEqual([])
  })
})
