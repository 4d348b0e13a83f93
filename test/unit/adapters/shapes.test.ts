import { describe, expect, it } from 'vitest'
import { maskedAccount, roleOf } from '../../../electron/adapters/aws/callerIdentity'
import { ingestUrlOf, ivsNameOf } from '../../../electron/adapters/aws/ivs'
import { channelOf, ingestOf } from '../../../electron/adapters/aws/mediaLiveShapes'
import { requestIdOf } from '../../../electron/adapters/aws/requestId'
import { loopbackEndpoint } from '../../../electron/adapters/rehearsal/loopback'
import { systemClock } from '../../../electron/adapters/system/clock'
import { systemIds } from '../../../electron/adapters/system/ids'

describe('what AWS tells', () => {
  it('splits an ingest address as an encoder asks for it', () => {
    expect(ingestOf('rtmp://203.0.113.9:1935/live/abc')).toEqual({
      url: 'rtmp://203.0.113.9:1935/live',
      streamName: 'abc',
    })
    expect(ingestOf('rtmp://203.0.113.9:1935/only')).toBeNull()
    expect(ingestOf(undefined)).toBeNull()
  })

  it('leaves the stream keys of a channel summary behind', () => {
    const seen = channelOf({
      Id: '1',
      Arn: 'arn',
      State: 'IDLE',
      Destinations: [{ Id: 'a', Settings: [{ Url: 'rtmp://x', StreamName: 'canary' }] }],
      InputAttachments: [{ InputId: '7' }, {}],
    })
    expect(seen).toEqual({
      id: '1',
      arn: 'arn',
      name: '',
      state: 'IDLE',
      inputIds: ['7'],
      outputIds: ['a'],
      tags: {},
    })
  })

  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Producer_0123456789abcdef/me@example.com',
      'Producer',
    ],
    ['arn:aws:sts::111122223333:assumed-role/Operator/session-1', 'Operator'],
    ['arn:aws:iam::111122223333:user/team/somebody', 'somebody'],
    ['arn:aws:iam::111122223333:root', 'root user'],
  ])('shortens %s to %s', (arn, role) => {
    expect(roleOf(arn)).toBe(role)
  })

  it('masks an account number', () => {
    expect(maskedAccount('111122223333')).toBe('1111…3333')
  })

  it('completes the bare ingest endpoint of IVS', () => {
    expect(ingestUrlOf('abc.global-contribute.live-video.net')).toBe(
      'rtmps://abc.global-contribute.live-video.net:443/app',
    )
  })
})

describe('what AWS is told', () => {
  it('sends the same request id for the same key, whatever its length and letters', () => {
    const long = `run/${'x'.repeat(300)}/ü`
    expect(requestIdOf('run-1')).toBe('run-1')
    expect(requestIdOf(long)).toBe(requestIdOf(long))
    expect(requestIdOf(long)).toMatch(/^[0-9a-f]{64}$/)
    expect(requestIdOf(`${long}2`)).not.toBe(requestIdOf(long))
  })

  it('names IVS channels in letters that AWS takes', () => {
    expect(ivsNameOf('Sunday service: ö!')).toBe('Sunday-service-')
  })

  it('lets a rehearsal lead nowhere but to this machine', () => {
    expect(loopbackEndpoint('http://127.0.0.1:4566/')).toBe('http://127.0.0.1:4566')
    for (const elsewhere of [
      'https://medialive.eu-west-1.amazonaws.com',
      'http://127.0.0.1.example.com',
      'http://localhost:80',
      'http://203.0.113.4',
      'http://user@203.0.113.4/127.0.0.1',
    ]) {
      expect(() => loopbackEndpoint(elsewhere)).toThrow('this machine only')
    }
  })
})

describe('this machine', () => {
  it('ends a sleep with the reason of its signal', async () => {
    const controller = new AbortController()
    const asleep = systemClock.sleep(60_000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toThrow('enough')
    await systemClock.sleep(0)
  })

  it('makes ids that AWS and the contract take, and names that nobody guesses', () => {
    expect(systemIds.next()).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)
    const names = new Set(Array.from({ length: 1000 }, () => systemIds.unguessable()))
    expect(names.size).toBe(1000)
    for (const name of names) expect(name).toMatch(/^[a-z2-9]{26}$/)
  })
})
