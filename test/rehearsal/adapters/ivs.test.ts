import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import type { KeyRef, OpenIvsChannel } from '../../../electron/core/ports'
import { openRehearsal, tagsOf } from './openRehearsal'

type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>
let rehearsal: Rehearsal
beforeEach(async () => {
  rehearsal = await openRehearsal()
})
afterEach(() => rehearsal.close())

const key = 'ivs/session-1/main' as KeyRef
const spec = { name: 'Sunday service', tags: tagsOf('run-1/create-ivs'), key }

/** Lists do not tell where a channel is sent to. */
const listedOf = ({ arn, name, tags }: OpenIvsChannel) => ({ arn, name, tags })

describe('IVS', () => {
  it('makes a channel whose key lies in the keychain and nowhere else, and deletes both', async () => {
    const { cloud, vault, calls } = rehearsal
    const made = await cloud.ivs.createChannel(spec)
    expect(made).toMatchObject({ name: 'Sunday-service', tags: spec.tags })
    expect(made.ingestUrl).toMatch(/^rtmps:\/\/[^/]+:443\/app$/)
    const secret = await vault.get(key)
    expect(secret).toMatch(/^sk_/)
    const listed = await cloud.ivs.listChannels()
    expect(listed.items).toEqual([listedOf(made)])
    expect(JSON.stringify([made, listed, calls])).not.toContain(secret)
    expect((await cloud.ivs.listStreams()).items).toEqual([])

    await cloud.ivs.deleteChannel(made.arn, key)
    expect((await cloud.ivs.listChannels()).items).toEqual([])
    expect(await vault.has(key)).toBe(false)
    await cloud.ivs.deleteChannel(made.arn, key)
  })

  it('takes up the channel and the key of an answer that was lost', async () => {
    const { simulator, cloud, vault } = rehearsal
    simulator.drills.arm({ kind: 'lose-answer', operation: 'CreateChannel', times: 1 })
    await expect(cloud.ivs.createChannel(spec)).rejects.toMatchObject({ wire: { fate: 'retry' } })
    expect(await vault.has(key)).toBe(false)
    const made = await cloud.ivs.createChannel(spec)
    expect((await cloud.ivs.listChannels()).items).toEqual([listedOf(made)])
    const secret = await vault.get(key)
    expect(secret).toMatch(/^sk_/)
    expect(JSON.stringify(simulator.world())).toContain(secret)
  })

  it('takes up its channel where the keychain was locked when the key came', async () => {
    const { simulator } = rehearsal
    const vault = memoryVault(null)
    let isLocked = true
    const set = (ref: KeyRef, secret: string) =>
      isLocked ? Promise.reject(new Error('locked')) : vault.set(ref, secret)
    const other = await openRehearsal({ endpoint: simulator.endpoint, vault: { ...vault, set } })
    await expect(other.cloud.ivs.createChannel(spec)).rejects.toThrow('locked')
    isLocked = false
    const made = await other.cloud.ivs.createChannel(spec)
    expect((await other.cloud.ivs.listChannels()).items).toEqual([listedOf(made)])
    expect(await vault.get(key)).toMatch(/^sk_/)
    await other.close()
  })

  it('lists every channel by one call, whoever made it and whatever else it is not told', async () => {
    const { simulator } = rehearsal
    const made = await rehearsal.cloud.ivs.createChannel(spec)
    const fresh = await openRehearsal({ endpoint: simulator.endpoint })
    simulator.drills.arm({ kind: 'deny', operation: 'BatchGetChannel' })
    simulator.drills.arm({ kind: 'deny', operation: 'GetChannel' })
    expect((await fresh.cloud.ivs.listChannels()).items).toEqual([listedOf(made)])
    expect(fresh.calls.map(({ operation }) => operation)).toEqual(['ListChannels'])
    await fresh.close()
  })

  it('repeats the words of IVS, which the SDK hides', async () => {
    const { simulator, cloud } = rehearsal
    simulator.drills.arm({
      kind: 'fault',
      operation: 'ListChannels',
      status: 400,
      type: 'ValidationException',
      message: 'a word of IVS',
      times: 1,
    })
    await expect(cloud.ivs.listChannels()).rejects.toMatchObject({
      wire: { code: 'aws.refused', why: 'a word of IVS' },
    })
  })
})
