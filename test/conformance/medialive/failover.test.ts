import {
  CreateChannelCommand,
  DescribeChannelCommand,
  type AutomaticInputFailoverSettings,
  type FailoverConditionSettings,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'
import { makeTwoInputs, twoInputRequest } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

/** The request for two inputs, failover set up on the first or, being asked so, on both. */
async function requestWith(
  settings: (ids: readonly [string, string]) => Partial<AutomaticInputFailoverSettings>,
  on: readonly number[] = [0],
) {
  const ids = await makeTwoInputs(account)
  const request = twoInputRequest(ids)
  return {
    ...request,
    InputAttachments: (request.InputAttachments ?? []).map((each, index) =>
      on.includes(index)
        ? {
            ...each,
            AutomaticInputFailoverSettings: {
              SecondaryInputId: ids[index === 0 ? 1 : 0],
              ...settings(ids),
            },
          }
        : each,
    ),
  }
}
const condition = (settings: FailoverConditionSettings) => () => ({
  FailoverConditions: [{ FailoverConditionSettings: settings }],
})

describe('automatic input failover', () => {
  it('is kept as it was given', async () => {
    const request = await requestWith(() => ({
      InputPreference: 'PRIMARY_INPUT_PREFERRED',
      ErrorClearTimeMsec: 5_000,
      FailoverConditions: [
        { FailoverConditionSettings: { InputLossSettings: { InputLossThresholdMsec: 1_000 } } },
        {
          FailoverConditionSettings: {
            VideoBlackSettings: { BlackDetectThreshold: 0.1, VideoBlackThresholdMsec: 2_000 },
          },
        },
        {
          FailoverConditionSettings: {
            AudioSilenceSettings: {
              AudioSelectorName: 'default-audio-selector',
              AudioSilenceThresholdMsec: 3_000,
            },
          },
        },
      ],
    }))
    const { Channel } = await account.client.send(new CreateChannelCommand(request))
    const described = await account.client.send(
      new DescribeChannelCommand({ ChannelId: idOf(Channel) }),
    )
    expect(described.InputAttachments).toEqual(request.InputAttachments)
  })

  it.each([
    [
      'without a secondary input',
      () => ({ SecondaryInputId: undefined as never }),
      'secondaryInputId',
    ],
    [
      'to itself',
      ([main]: readonly [string, string]) => ({ SecondaryInputId: main }),
      'another input',
    ],
    ['to an input that is not attached', () => ({ SecondaryInputId: '9999999' }), 'not attached'],
    [
      'of an unknown preference',
      () => ({ InputPreference: 'NEITHER' as never }),
      'inputPreference',
    ],
    ['that clears in no time', () => ({ ErrorClearTimeMsec: 0 }), 'errorClearTimeMsec'],
    [
      'after a loss of under 100 ms',
      condition({ InputLossSettings: { InputLossThresholdMsec: 99 } }),
      'inputLossThresholdMsec',
    ],
    [
      'after black of under a second',
      condition({ VideoBlackSettings: { VideoBlackThresholdMsec: 999 } }),
      'videoBlackThresholdMsec',
    ],
    [
      'at a blackness beyond 1',
      condition({ VideoBlackSettings: { BlackDetectThreshold: 1.1 } }),
      'blackDetectThreshold',
    ],
    [
      'at the silence of no selector',
      condition({ AudioSilenceSettings: { AudioSelectorName: 'nobody' } }),
      'undefined audio selector',
    ],
    ['at a condition of no kind', condition({}), 'exactly one property'],
  ])('is refused %s', async (_, settings, message) => {
    const request = await requestWith(settings)
    const refusal = await refusalOf(account.client.send(new CreateChannelCommand(request)))
    expect(refusal).toMatchObject({ name: 'UnprocessableEntityException', status: 422 })
    expect(refusal.message).toContain(message)
  })

  it('is refused in a circle', async () => {
    const request = await requestWith(() => ({}), [0, 1])
    const refusal = await refusalOf(account.client.send(new CreateChannelCommand(request)))
    expect(refusal.message).toContain('must not have a secondary input itself')
  })

  it('is refused between inputs of different classes', async () => {
    const mainId = await account.makeInput('one', 1)
    const spareId = await account.makeInput('two', 2)
    account.settle()
    const request = twoInputRequest([mainId, spareId])
    const [main, spare] = request.InputAttachments ?? []
    const paired = { ...main, AutomaticInputFailoverSettings: { SecondaryInputId: spareId } }
    const refusal = await refusalOf(
      account.client.send(
        new CreateChannelCommand({ ...request, InputAttachments: [paired, { ...spare }] }),
      ),
    )
    expect(refusal.message).toContain('the same input class')
  })
})
