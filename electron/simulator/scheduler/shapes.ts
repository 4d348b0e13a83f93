import { z } from 'zod'

/** What callers send, as the service model bounds it (EventBridge Scheduler API reference). */
export const Name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[0-9a-zA-Z-_.]+$/)
export const ClientToken = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9-_]+$/)
/** Epoch seconds, as the JSON protocols of AWS write a time. */
const Instant = z.number()

const RetryPolicy = z.object({
  MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).default(86_400),
  MaximumRetryAttempts: z.number().int().min(0).max(185).default(185),
})

const DeadLetterConfig = z.object({
  Arn: z
    .string()
    .min(1)
    .max(1600)
    .regex(/^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9-_]+$/)
    .optional(),
})

const Target = z.object({
  Arn: z.string().min(1).max(1600),
  RoleArn: z
    .string()
    .min(1)
    .max(1600)
    .regex(/^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  Input: z
    .string()
    .min(1)
    .max(256 * 1024)
    .optional(),
  RetryPolicy: RetryPolicy.prefault({}),
  DeadLetterConfig: DeadLetterConfig.optional(),
  EcsParameters: z.unknown().optional(),
  EventBridgeParameters: z.unknown().optional(),
  EventBridgePutEventsV2Parameters: z.unknown().optional(),
  EventBridgePutRawEventsParameters: z.unknown().optional(),
  KinesisParameters: z.unknown().optional(),
  SageMakerPipelineParameters: z.unknown().optional(),
  SqsParameters: z.unknown().optional(),
})

/** What a schedule says. Members left out take these defaults, in an update too. */
export const Definition = z.object({
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  Target,
  FlexibleTimeWindow: z.object({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
  }),
  StartDate: Instant.optional(),
  EndDate: Instant.optional(),
  Description: z.string().max(512).optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  KmsKeyArn: z.string().min(1).max(2048).optional(),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
})
export type Definition = z.infer<typeof Definition>

/** A body of CreateSchedule or UpdateSchedule; the name is in the path. */
export const AskedSchedule = Definition.extend({
  GroupName: Name.default('default'),
  ClientToken: ClientToken.optional(),
})

const Tag = z.object({ Key: z.string().min(1).max(128), Value: z.string().min(1).max(256) })
export const Tags = z.array(Tag).max(200)
export type Tags = z.infer<typeof Tags>
export const AskedGroup = z.object({
  Tags: Tags.default([]),
  ClientToken: ClientToken.optional(),
})
export const AskedTags = z.object({ Tags })

export const ListedSchedules = z.object({
  ScheduleGroup: Name.optional(),
  NamePrefix: Name.optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(2048).optional(),
})
export const ListedGroups = ListedSchedules.pick({
  NamePrefix: true,
  MaxResults: true,
  NextToken: true,
})
export const ScheduleQuery = z.object({ groupName: Name.default('default') })
