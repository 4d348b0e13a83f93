import { describe, expect, it } from 'vitest'
import { isLeftover, leftoversOf, type Lists } from '../../../electron/core/safety/leftovers'
import { SESSION, aChannel, aListing, anInput, ownTags } from '../../harness/builders'

const lists = (more: Partial<Lists> = {}): Lists => ({
  channels: aListing([]),
  inputs: aListing([]),
  securityGroups: aListing([]),
  ivsChannels: aListing([]),
  safetyStops: aListing([]),
  ...more,
})
const group = (tags: Readonly<Record<string, string>>) => ({
  id: '3000001',
  state: 'IDLE' as const,
  cidrs: ['203.0.113.4/32'],
  tags,
})
const ivsChannel = (tags: Readonly<Record<string, string>>) => ({
  arn: 'arn:aws:ivs:eu-west-1:111122223333:channel/abc',
  name: 'tallylight-sunday',
  ingestUrl: 'rtmps://abc.global-contribute.live-video.net:443/app',
  tags,
})

describe('what is left of a session', () => {
  it('is nothing where AWS lists nothing', () => {
    expect(leftoversOf(lists(), SESSION)).toEqual([])
  })

  it('is every kind of thing that carries its tag, in whatever state', () => {
    const all = lists({
      channels: aListing([aChannel({ state: 'CREATE_FAILED' })]),
      inputs: aListing([anInput({ state: 'DETACHED' })]),
      securityGroups: aListing([group(ownTags())]),
      ivsChannels: aListing([ivsChannel(ownTags())]),
    })
    expect(leftoversOf(all, SESSION)).toEqual([
      { kind: 'channel', id: '1000001', state: 'CREATE_FAILED' },
      { kind: 'input', id: '2000001', state: 'DETACHED' },
      { kind: 'input security group', id: '3000001', state: 'IDLE' },
      { kind: 'IVS channel', id: ivsChannel({}).arn, state: 'ACTIVE' },
    ])
  })

  it('is also what is only being deleted: AWS may still refuse', () => {
    const deleting = lists({ channels: aListing([aChannel({ state: 'DELETING' })]) })
    expect(leftoversOf(deleting, SESSION)).toHaveLength(1)
  })

  it('is not what AWS still lists as deleted', () => {
    expect(isLeftover({ state: 'DELETED' })).toBe(false)
    const deleted = lists({ channels: aListing([aChannel({ state: 'DELETED' })]) })
    expect(leftoversOf(deleted, SESSION)).toEqual([])
  })

  it('is not what belongs to another session, another program or nobody', () => {
    for (const tags of [ownTags('another'), { session: SESSION }, {}]) {
      const others = lists({
        channels: aListing([aChannel({ tags })]),
        inputs: aListing([anInput({ tags })]),
        securityGroups: aListing([group(tags)]),
        ivsChannels: aListing([ivsChannel(tags)]),
      })
      expect(leftoversOf(others, SESSION)).toEqual([])
    }
  })
})
