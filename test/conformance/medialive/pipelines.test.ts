import {
  DescribeChannelCommand,
  RestartChannelPipelinesCommand,
  StopChannelCommand,
  UpdateInputCommand,
} from '@aws-sdk/client-medialive'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'
import { atOnce, openChannel, switchTo } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

type Named = 'PIPELINE_0' | 'PIPELINE_1'
const restart = (ChannelId: string, ...PipelineIds: Named[]) =>
  account.client.send(new RestartChannelPipelinesCommand({ ChannelId, PipelineIds }))

describe('RestartChannelPipelines', () => {
  it('takes one of two pipelines down and brings it back, while the other goes on', async () => {
    const channel = await openChannel(account, 2)
    await channel.start()
    const answer = await restart(channel.id, 'PIPELINE_1')
    expect(answer).toMatchObject({ Id: channel.id, State: 'RECOVERING', PipelinesRunningCount: 1 })
    expect((await channel.shown()).onAir).toEqual([['0', 'main', undefined]])
    account.settle()
    expect(await channel.shown()).toMatchObject({ state: 'RUNNING', running: 2 })
  })

  it('takes the only pipeline down, and the run goes on being billed', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await restart(channel.id, 'PIPELINE_0')
    expect(await channel.shown()).toMatchObject({ state: 'RECOVERING', running: 0, onAir: [] })
    account.settle()
    expect(await channel.shown()).toMatchObject({ state: 'RUNNING', running: 1 })
    const runs = account.simulator.bill().lines.filter(({ unit }) => unit === 'minutes')
    // Two inputs and two outputs of one run.
    expect(runs).toHaveLength(4)
  })

  it('takes both down at once when both are named, and when none is', async () => {
    const channel = await openChannel(account, 2)
    await channel.start()
    for (const named of [['PIPELINE_0', 'PIPELINE_1'], []] satisfies Named[][]) {
      await restart(channel.id, ...named)
      expect(await channel.shown()).toMatchObject({ running: 0 })
      account.settle()
      expect(await channel.shown()).toMatchObject({ running: 2 })
    }
  })

  it('is refused of a pipeline the channel has not, of another word, and of an unknown channel', async () => {
    const channel = await openChannel(account)
    await channel.start()
    const second = await refusalOf(restart(channel.id, 'PIPELINE_1'))
    const word = await refusalOf(restart(channel.id, 'ALL' as Named))
    const unknown = await refusalOf(restart('9999999', 'PIPELINE_0'))
    expect([second.status, word.status, unknown.status]).toEqual([400, 400, 404])
    expect(await channel.shown()).toMatchObject({ state: 'RUNNING', running: 1 })
  })

  it('is refused with 409 unless the channel is RUNNING, while it recovers too', async () => {
    const channel = await openChannel(account, 2)
    expect((await refusalOf(restart(channel.id, 'PIPELINE_0'))).status).toBe(409)
    await channel.start()
    await restart(channel.id, 'PIPELINE_0')
    expect((await refusalOf(restart(channel.id, 'PIPELINE_1'))).status).toBe(409)
  })

  it('does not outlast StopChannel', async () => {
    const channel = await openChannel(account, 2)
    await channel.start()
    await restart(channel.id, 'PIPELINE_0')
    await account.client.send(new StopChannelCommand({ ChannelId: channel.id }))
    expect(await channel.shown()).toMatchObject({ state: 'STOPPING', running: 0 })
    account.settle()
    expect(await channel.shown()).toMatchObject({ state: 'IDLE', running: 0 })
    await channel.start()
    expect(await channel.shown()).toMatchObject({ state: 'RUNNING', running: 2 })
  })

  it('comes back on the input that the schedule had put on air', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(atOnce('cut', switchTo('spare')))
    await restart(channel.id, 'PIPELINE_0')
    account.settle()
    expect((await channel.shown()).onAir).toEqual([['0', 'spare', 'cut']])
  })

  it('keeps an attached input from being edited', async () => {
    const channel = await openChannel(account)
    await channel.start()
    await restart(channel.id, 'PIPELINE_0')
    const edit = account.client.send(
      new UpdateInputCommand({ InputId: channel.inputIds[0], Name: 'renamed' }),
    )
    expect((await refusalOf(edit)).status).toBe(409)
  })
})

describe('maintenance', () => {
  /** What is seen every 5 s until the channel has been whole for a minute. */
  async function watched(channel: Awaited<ReturnType<typeof openChannel>>) {
    const seen: string[] = []
    for (let looks = 0; looks < 40; looks++) {
      const { state, running, onAir } = await channel.shown()
      const line = `${state} ${running} [${onAir.map(([id]) => id).join()}]`
      if (seen.at(-1) !== line) seen.push(line)
      account.simulator.clock.advance(5_000)
    }
    return seen
  }

  it('takes two pipelines one after the other: output never stops', async () => {
    const channel = await openChannel(account, 2)
    await channel.start()
    account.simulator.drills.arm({ kind: 'maintenance', channelId: channel.id })
    expect(await watched(channel)).toEqual([
      'RECOVERING 1 [1]',
      'RECOVERING 1 [0]',
      'RUNNING 2 [0,1]',
    ])
  })

  it('takes the one pipeline there is: output stops', async () => {
    const channel = await openChannel(account)
    await channel.start()
    account.simulator.drills.arm({ kind: 'maintenance', channelId: '*' })
    expect(await watched(channel)).toEqual(['RECOVERING 0 []', 'RUNNING 1 [0]'])
  })

  it('does nothing to a channel that does not run', async () => {
    const channel = await openChannel(account)
    account.simulator.drills.arm({ kind: 'maintenance', channelId: channel.id })
    expect(await channel.shown()).toMatchObject({ state: 'IDLE', running: 0 })
  })
})

describe('a simulator that is started again', () => {
  it('goes on with the restart and with the schedule where they were', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'tallylight-pipelines-'))
    try {
      const before = await openAccount({ stateDir })
      const channel = await openChannel(before, 2)
      await channel.start()
      const soon = before.simulator.clock.now() + 3_600_000
      await channel.create({
        ActionName: 'cut',
        ScheduleActionSettings: switchTo('spare'),
        ScheduleActionStartSettings: {
          FixedModeScheduleActionStartSettings: { Time: new Date(soon).toISOString() },
        },
      })
      before.simulator.drills.arm({ kind: 'maintenance', channelId: channel.id })
      await before.close()
      const after = await openAccount({ stateDir })
      const look = () => after.client.send(new DescribeChannelCommand({ ChannelId: channel.id }))
      const recovering = await look()
      after.settle()
      const running = await look()
      after.simulator.clock.advance(3_600_000)
      const switched = await look()
      await after.close()
      expect([recovering.State, recovering.PipelinesRunningCount]).toEqual(['RECOVERING', 1])
      expect([running.State, running.PipelinesRunningCount]).toEqual(['RUNNING', 2])
      expect(switched.PipelineDetails?.map((each) => each.ActiveInputSwitchActionName)).toEqual([
        'cut',
        'cut',
      ])
    } finally {
      rmSync(stateDir, { recursive: true, force: true })
    }
  })
})
