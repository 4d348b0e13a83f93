import { AwsFault, type AwsRequest } from '../kit/aws'
import type { Assumptions } from '../kit/assumptions'
import { notSimulated } from '../kit/notSimulated'

/**
 * Every operation of MediaLive (API 2017-10-14, model of August 2026) with its method and path, so that
 * what AWS has and this simulator has not can be named. `*` is one segment, `**` the rest.
 */
const operations = `
AcceptInputDeviceTransfer POST /prod/inputDevices/*/accept
BatchDelete POST /prod/batch/delete
BatchStart POST /prod/batch/start
BatchStop POST /prod/batch/stop
BatchUpdateSchedule PUT /prod/channels/*/schedule
CancelInputDeviceTransfer POST /prod/inputDevices/*/cancel
ClaimDevice POST /prod/claimDevice
CreateChannel POST /prod/channels
CreateChannelPlacementGroup POST /prod/clusters/*/channelplacementgroups
CreateCloudWatchAlarmTemplate POST /prod/cloudwatch-alarm-templates
CreateCloudWatchAlarmTemplateGroup POST /prod/cloudwatch-alarm-template-groups
CreateCluster POST /prod/clusters
CreateEventBridgeRuleTemplate POST /prod/eventbridge-rule-templates
CreateEventBridgeRuleTemplateGroup POST /prod/eventbridge-rule-template-groups
CreateInput POST /prod/inputs
CreateInputSecurityGroup POST /prod/inputSecurityGroups
CreateMultiplex POST /prod/multiplexes
CreateMultiplexProgram POST /prod/multiplexes/*/programs
CreateNetwork POST /prod/networks
CreateNode POST /prod/clusters/*/nodes
CreateNodeRegistrationScript POST /prod/clusters/*/nodeRegistrationScript
CreatePartnerInput POST /prod/inputs/*/partners
CreateSdiSource POST /prod/sdiSources
CreateSignalMap POST /prod/signal-maps
CreateTags POST /prod/tags/*
DeleteChannel DELETE /prod/channels/*
DeleteChannelPlacementGroup DELETE /prod/clusters/*/channelplacementgroups/*
DeleteCloudWatchAlarmTemplate DELETE /prod/cloudwatch-alarm-templates/*
DeleteCloudWatchAlarmTemplateGroup DELETE /prod/cloudwatch-alarm-template-groups/*
DeleteCluster DELETE /prod/clusters/*
DeleteEventBridgeRuleTemplate DELETE /prod/eventbridge-rule-templates/*
DeleteEventBridgeRuleTemplateGroup DELETE /prod/eventbridge-rule-template-groups/*
DeleteInput DELETE /prod/inputs/*
DeleteInputSecurityGroup DELETE /prod/inputSecurityGroups/*
DeleteMultiplex DELETE /prod/multiplexes/*
DeleteMultiplexProgram DELETE /prod/multiplexes/*/programs/*
DeleteNetwork DELETE /prod/networks/*
DeleteNode DELETE /prod/clusters/*/nodes/*
DeleteReservation DELETE /prod/reservations/*
DeleteSchedule DELETE /prod/channels/*/schedule
DeleteSdiSource DELETE /prod/sdiSources/*
DeleteSignalMap DELETE /prod/signal-maps/*
DeleteTags DELETE /prod/tags/*
DescribeAccountConfiguration GET /prod/accountConfiguration
DescribeChannel GET /prod/channels/*
DescribeChannelPlacementGroup GET /prod/clusters/*/channelplacementgroups/*
DescribeCluster GET /prod/clusters/*
DescribeInput GET /prod/inputs/*
DescribeInputDevice GET /prod/inputDevices/*
DescribeInputDeviceThumbnail GET /prod/inputDevices/*/thumbnailData
DescribeInputSecurityGroup GET /prod/inputSecurityGroups/*
DescribeMultiplex GET /prod/multiplexes/*
DescribeMultiplexProgram GET /prod/multiplexes/*/programs/*
DescribeNetwork GET /prod/networks/*
DescribeNode GET /prod/clusters/*/nodes/*
DescribeOffering GET /prod/offerings/*
DescribeReservation GET /prod/reservations/*
DescribeSchedule GET /prod/channels/*/schedule
DescribeSdiSource GET /prod/sdiSources/*
DescribeThumbnails GET /prod/channels/*/thumbnails
GetCloudWatchAlarmTemplate GET /prod/cloudwatch-alarm-templates/*
GetCloudWatchAlarmTemplateGroup GET /prod/cloudwatch-alarm-template-groups/*
GetEventBridgeRuleTemplate GET /prod/eventbridge-rule-templates/*
GetEventBridgeRuleTemplateGroup GET /prod/eventbridge-rule-template-groups/*
GetSignalMap GET /prod/signal-maps/*
ListAlerts GET /prod/channels/*/alerts
ListChannelPlacementGroups GET /prod/clusters/*/channelplacementgroups
ListChannels GET /prod/channels
ListCloudWatchAlarmTemplateGroups GET /prod/cloudwatch-alarm-template-groups
ListCloudWatchAlarmTemplates GET /prod/cloudwatch-alarm-templates
ListClusterAlerts GET /prod/clusters/*/alerts
ListClusters GET /prod/clusters
ListEventBridgeRuleTemplateGroups GET /prod/eventbridge-rule-template-groups
ListEventBridgeRuleTemplates GET /prod/eventbridge-rule-templates
ListInputDevices GET /prod/inputDevices
ListInputDeviceTransfers GET /prod/inputDeviceTransfers
ListInputs GET /prod/inputs
ListInputSecurityGroups GET /prod/inputSecurityGroups
ListMultiplexAlerts GET /prod/multiplexes/*/alerts
ListMultiplexes GET /prod/multiplexes
ListMultiplexPrograms GET /prod/multiplexes/*/programs
ListNetworks GET /prod/networks
ListNodes GET /prod/clusters/*/nodes
ListOfferings GET /prod/offerings
ListReservations GET /prod/reservations
ListSdiSources GET /prod/sdiSources
ListSignalMaps GET /prod/signal-maps
ListTagsForResource GET /prod/tags/*
ListVersions GET /prod/versions
PurchaseOffering POST /prod/offerings/*/purchase
RebootInputDevice POST /prod/inputDevices/*/reboot
RejectInputDeviceTransfer POST /prod/inputDevices/*/reject
RestartChannelPipelines POST /prod/channels/*/restartChannelPipelines
StartChannel POST /prod/channels/*/start
StartDeleteMonitorDeployment DELETE /prod/signal-maps/*/monitor-deployment
StartInputDevice POST /prod/inputDevices/*/start
StartInputDeviceMaintenanceWindow POST /prod/inputDevices/*/startInputDeviceMaintenanceWindow
StartMonitorDeployment POST /prod/signal-maps/*/monitor-deployment
StartMultiplex POST /prod/multiplexes/*/start
StartUpdateSignalMap PATCH /prod/signal-maps/*
StopChannel POST /prod/channels/*/stop
StopInputDevice POST /prod/inputDevices/*/stop
StopMultiplex POST /prod/multiplexes/*/stop
TransferInputDevice POST /prod/inputDevices/*/transfer
UpdateAccountConfiguration PUT /prod/accountConfiguration
UpdateChannel PUT /prod/channels/*
UpdateChannelClass PUT /prod/channels/*/channelClass
UpdateChannelPlacementGroup PUT /prod/clusters/*/channelplacementgroups/*
UpdateCloudWatchAlarmTemplate PATCH /prod/cloudwatch-alarm-templates/*
UpdateCloudWatchAlarmTemplateGroup PATCH /prod/cloudwatch-alarm-template-groups/*
UpdateCluster PUT /prod/clusters/*
UpdateEventBridgeRuleTemplate PATCH /prod/eventbridge-rule-templates/*
UpdateEventBridgeRuleTemplateGroup PATCH /prod/eventbridge-rule-template-groups/*
UpdateInput PUT /prod/inputs/*
UpdateInputDevice PUT /prod/inputDevices/*
UpdateInputSecurityGroup PUT /prod/inputSecurityGroups/*
UpdateMultiplex PUT /prod/multiplexes/*
UpdateMultiplexProgram PUT /prod/multiplexes/*/programs/*
UpdateNetwork PUT /prod/networks/*
UpdateNode PUT /prod/clusters/*/nodes/*
UpdateNodeState PUT /prod/clusters/*/nodes/*/state
UpdateReservation PUT /prod/reservations/*
UpdateSdiSource PUT /prod/sdiSources/*
`

interface Operation {
  readonly name: string
  readonly method: string
  readonly pattern: RegExp
}

const table: readonly Operation[] = operations
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', method = '', path = ''] = line.split(' ')
    const pattern = path.replace(/\*\*?/g, (star) => (star === '*' ? '[^/]+' : '.+'))
    return { name, method, pattern: new RegExp(`^${pattern}$`) }
  })

type Called = Pick<AwsRequest, 'method' | 'path'>

/** In AWS's own spelling, simulated or not. */
export const operationNames: readonly string[] = table.map(({ name }) => name)

/** AWS's operation at this method and path, simulated or not. */
export const operationAt = ({ method, path }: Called): string | undefined =>
  table.find((each) => each.method === method && each.pattern.test(path))?.name

/** What a path that no operation has goes by. */
export const unknownOperation = 'UnknownOperation'

/** The refusal of a call that is not simulated, or that AWS does not have either. */
export function unansweredPath(called: Called, assumptions: Assumptions): AwsFault {
  const operation = operationAt(called)
  if (operation !== undefined) return notSimulated(`MediaLive's ${operation}`)
  return assumptions.of('unknown-path') === '403'
    ? new AwsFault(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
    : new AwsFault(404, 'UnknownOperationException', 'There is no such operation')
}
