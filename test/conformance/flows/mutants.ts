/** A fault planted in a copy of the simulator. Some flow or schema has to notice it. */
export interface Mutant {
  readonly name: string
  /** Under `electron/simulator`. */
  readonly file: string
  /** Found exactly once. */
  readonly find: string
  readonly replace: string
  /** What the failure says. */
  readonly noticed: RegExp
}

const channels = 'medialive/channels.ts'
const channelRoutes = 'medialive/channelRoutes.ts'
const channelView = 'medialive/channelView.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'CreateChannel answers 200 instead of 201',
    file: channelRoutes,
    find: 'return reply(201, { channel: view(channels.create(region, asked)) })',
    replace: 'return reply(200, { channel: view(channels.create(region, asked)) })',
    noticed: /CreateChannel.*(wanted success 201, got 200|the status is 200)/,
  },
  {
    name: 'a channel shows no ARN',
    file: channelView,
    find: "    arn: arnOf(account, channel, 'channel'),\n",
    replace: '',
    noticed: /Channel\.Arn has to be .* absent/,
  },
  {
    name: 'a member has the wrong casing',
    file: channelView,
    find: 'pipelinesRunningCount: pipelinesUp',
    replace: 'PipelinesRunningCount: pipelinesUp',
    noticed: /has to be spelled pipelinesRunningCount|PipelinesRunningCount has to be 0/,
  },
  {
    name: 'a channel shows a member that AWS does not have',
    file: channelView,
    find: '    state: channel.state,\n',
    replace: "    state: channel.state,\n    pending: 'soon',\n",
    noticed: /pending is no member of Channel/,
  },
  {
    name: 'a state that the model does not know',
    file: channelView,
    find: '    state: channel.state,\n',
    replace: "    state: channel.state === 'IDLE' ? 'STOPPED' : channel.state,\n",
    noticed: /"STOPPED", which is none of|waited in vain/,
  },
  {
    name: 'a number is written as text',
    file: channelView,
    find: 'pipelinesRunningCount: pipelinesUp(channel).length,',
    replace: 'pipelinesRunningCount: String(pipelinesUp(channel).length),',
    noticed: /pipelinesRunningCount is a string and not a number|PipelinesRunningCount/,
  },
  {
    name: 'DeleteChannel is allowed while RUNNING',
    file: 'medialive/lifecycle.ts',
    find: "DeleteChannel: ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED'],",
    replace: "DeleteChannel: ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED', 'RUNNING'],",
    noticed: /DeleteChannel.*wanted ConflictException 409, got success/,
  },
  {
    name: 'UpdateChannel is allowed while RUNNING',
    file: 'medialive/lifecycle.ts',
    find: "UpdateChannel: ['IDLE', 'UPDATE_FAILED'],",
    replace: "UpdateChannel: ['IDLE', 'UPDATE_FAILED', 'RUNNING'],",
    noticed: /UpdateChannel.*wanted ConflictException 409, got success/,
  },
  {
    name: 'one input feeds two channels',
    file: 'medialive/channelRules.ts',
    find: 'const isTaken = owner !== undefined && owner !== channelId',
    replace: 'const isTaken = owner !== owner',
    noticed: /CreateChannel.*wanted ConflictException 409, got success/,
  },
  {
    name: 'DescribeChannel moves the channel on',
    file: channelRoutes,
    find: "reply(200, view(channels.describe(call.region, param(call, 'id')))),",
    replace: `reply(200, view(((one: ChannelRecord) =>
        one.pending ? channels.stages.settle(one, one.pending.to) : one)(
        channels.describe(call.region, param(call, 'id'))))),`,
    noticed: /DescribeChannel.*the \d+th time State has to be|State has to be CREATING/,
  },
  {
    name: 'an update keeps a role that was left out',
    file: channels,
    find: 'ChannelSpec.parse({ ...channel.spec, roleArn: undefined, ...asked })',
    replace: 'ChannelSpec.parse({ ...channel.spec, ...asked })',
    noticed: /UpdateChannel.*(RoleArn|wanted)/,
  },
  {
    name: 'nothing is throttled',
    file: 'kit/throttle.ts',
    find: 'if (bucket.tokens < 1) return false',
    replace: 'if (bucket.tokens < -1e9) return false',
    noticed: /wanted (TooManyRequestsException|ThrottlingException) 429, got success/,
  },
  {
    name: 'the ten minutes that a run costs at least are forgotten',
    file: 'bill/bill.ts',
    find: 'Math.max(shortestBilledRunMinutes, Math.ceil(ms / minuteMs))',
    replace: 'Math.ceil(ms / minuteMs)',
    noticed: /the bill: .*quantity/,
  },
  {
    name: 'a page begins one too far',
    file: 'kit/paging.ts',
    find: 'const page = found.slice(0, maxResults)',
    replace: 'const page = found.slice(after === undefined ? 0 : 1, maxResults)',
    noticed: /List\w+.*(InputSecurityGroups|channels) has to be a list of 1/,
  },
  {
    name: 'a conflict goes by another name',
    file: 'medialive/faults.ts',
    find: "new AwsFault(409, 'ConflictException', message)",
    replace: "new AwsFault(409, 'ConflictError', message)",
    noticed: /wanted ConflictException 409, got ConflictError 409|ConflictError: the model knows/,
  },
  {
    name: 'an error has the wrong status',
    file: 'medialive/faults.ts',
    find: "new AwsFault(404, 'NotFoundException', message)",
    replace: "new AwsFault(400, 'NotFoundException', message)",
    noticed: /NotFoundException is 404 and not 400|wanted NotFoundException 404/,
  },
  {
    name: 'an input security group is deleted while it is in use',
    file: 'medialive/securityGroups.ts',
    find: 'if (this.inputIdsOf(group).length > 0) {',
    replace: 'if (this.inputIdsOf(group).length > 99) {',
    noticed: /DeleteInputSecurityGroup.*wanted ConflictException 409, got success/,
  },
  {
    name: 'an account may have six channels',
    file: 'kit/quotas.ts',
    find: "'medialive.channels': 5,",
    replace: "'medialive.channels': 6,",
    noticed: /CreateChannel.*wanted BadRequestException 400, got success/,
  },
  {
    name: 'a group may have any number of rules',
    file: 'medialive/securityGroups.ts',
    find: 'const mostRules = 10\n',
    replace: 'const mostRules = 10_000\n',
    noticed: /UpdateInputSecurityGroup.*wanted BadRequestException 400, got success/,
  },
  {
    name: 'alerts are shown whatever state is asked for',
    file: 'medialive/healthRoutes.ts',
    find: 'return ({ state }) => state === filter',
    replace: 'return ({ state }) => state !== undefined',
    noticed: /ListAlerts.*Alerts must not hold/,
  },
  {
    name: 'one pipeline costs two thirds of two',
    file: 'bill/rateTable.ts',
    find: "{ id: 'single pipeline', by: 0.6,",
    replace: "{ id: 'single pipeline', by: 0.66,",
    noticed: /the bill: .*micros/,
  },
  {
    name: 'deleted channels are listed',
    file: channelRoutes,
    find: 'world.lists(region).channels',
    replace: 'channels.stages.all()',
    noticed: /ListChannels.*Channels must not hold/,
  },
  {
    name: 'a resource may have any number of tags',
    file: 'medialive/tagRules.ts',
    find: 'const mostTags = 50',
    replace: 'const mostTags = 50_000',
    noticed: /wanted BadRequestException 400, got success/,
  },
  {
    name: 'tagging answers with a body',
    file: 'medialive/tagRoutes.ts',
    find: "world.tag(call.region, param(call, 'arn'), tags)\n      return reply(204)",
    replace: "world.tag(call.region, param(call, 'arn'), tags)\n      return reply(200, {})",
    noticed: /CreateTags.*(wanted success 204, got 200|the status is 200)/,
  },
  {
    name: 'IVS carries its message under another name',
    file: 'ivs/service.ts',
    find: "restJsonFault(spoken, 'exceptionMessage')",
    replace: "restJsonFault(spoken, 'message')",
    noticed: /message is no member of|exceptionMessage is missing/,
  },
  {
    name: 'a list of stream keys shows the keys',
    file: 'ivs/views.ts',
    find: 'export const streamKeySummary = ({ arn, channelArn, tags }: IvsStreamKey) => ({\n',
    replace:
      'export const streamKeySummary = ({ arn, channelArn, tags, value }: IvsStreamKey) => ({\n  value,\n',
    noticed: /value is no member of StreamKeySummary/,
  },
  {
    name: 'a second stream key is made',
    file: 'ivs/world.ts',
    find: 'if (this.streamKeysOf(channelArn).length > 0) {',
    replace: 'if (this.streamKeysOf(channelArn).length > 1) {',
    noticed: /wanted ServiceQuotaExceededException 402, got success/,
  },
  {
    name: 'S3 writes over what If-None-Match protects',
    file: 's3/preconditions.ts',
    find: "if (none !== undefined && current) throw preconditionFailed('If-None-Match')",
    replace: '',
    noticed: /PutObject.*wanted PreconditionFailed 412, got success/,
  },
  {
    name: 'a presigned address never runs out',
    file: 's3/presigned.ts',
    find: 'if (now <= expiresAt) return',
    replace: 'if (now <= expiresAt || now > expiresAt) return',
    noticed: /fetch <address>.*the status has to be 403, and is 200/,
  },
  {
    name: 'parts are taken in any order',
    file: 's3/multipart.ts',
    find: 'if (index > 0 && PartNumber <= (named[index - 1]?.PartNumber ?? 0)) throw wrongOrder(uploadId)',
    replace: 'if (index < 0) throw wrongOrder(uploadId)',
    noticed: /CompleteMultipartUpload.*wanted InvalidPartOrder 400/,
  },
  {
    name: 'an element of S3 is misspelled',
    file: 's3/listObjects.ts',
    find: 'KeyCount: page.keys.length + page.commonPrefixes.length,',
    replace: 'Keycount: page.keys.length + page.commonPrefixes.length,',
    noticed: /has to be spelled KeyCount|KeyCount has to be/,
  },
  {
    name: 'STS leaves the account out',
    file: 'sts/service.ts',
    find: 'UserId: caller.userId, Account: context.account }',
    replace: 'UserId: caller.userId }',
    noticed: /Account has to be .* absent/,
  },
  {
    name: 'an action may be scheduled for the next moment',
    file: 'medialive/schedule/actionRules.ts',
    find: 'export const lockedMs = 15_000',
    replace: 'export const lockedMs = 0',
    noticed: /BatchUpdateSchedule.*wanted UnprocessableEntityException 422, got success/,
  },
  {
    name: 'the scheduler writes over a schedule of the same name',
    file: 'scheduler/schedules.ts',
    find: '      throw conflict(`Schedule ${key.name} already exists.`)\n',
    replace: '',
    noticed: /CreateSchedule.*wanted ConflictException 409, got success/,
  },
  {
    name: 'a schedule takes what is good of a bad batch',
    file: 'medialive/schedule/schedules.ts',
    find: 'if (problems.length > 0) throw unprocessable(problems)',
    replace: `if (problems.length > 0) {
      for (const action of created.slice(0, 1)) this.#add(channel, action, facts)
      throw unprocessable(problems)
    }`,
    noticed: /DescribeSchedule.*ScheduleActions has \d elements and not 1/,
  },
  {
    name: 'the scheduler writes its times as text',
    file: 'scheduler/views.ts',
    find: 'const seconds = (time: number) => time / 1000',
    replace: 'const seconds = (time: number) => new Date(time).toISOString()',
    noticed: /CreationDate is .* and no time in the form epoch-seconds/,
  },
  {
    name: 'the scheduler writes its times in milliseconds',
    file: 'scheduler/views.ts',
    find: 'const seconds = (time: number) => time / 1000',
    replace: 'const seconds = (time: number) => time',
    noticed: /CreationDate is .* and no time in the form epoch-seconds/,
  },
  {
    name: 'CloudWatch counts a minute too much',
    file: 'cloudwatch/archive.ts',
    find: 'at >= from && at < to && visibleAt',
    replace: 'at >= from && at <= to && visibleAt',
    noticed: /GetMetricData.*Values has to be a list of/,
  },
]
